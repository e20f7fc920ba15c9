"""Form fields for what a client is made of, shared by the admin and the pages for developers."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from oauth_provider.conf import conf
from oauth_provider.domain import client_name, scope
from oauth_provider.models import Client
from oauth_provider.models.scope import registry

MOST_LINES = 100
FIELD_LABELS = {field.name: field.verbose_name for field in Client._meta.fields}


class ClientModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a client, or of a part of it. ``Client.clean`` judges the whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.http_hosts = frozenset(conf.DEVELOPMENT_HTTP_HOSTS)

    def clean_name(self) -> str:
        """The name as it is stored."""
        return client_name.normalised(self.cleaned_data["name"])

    def add_error(self, field: str | None, error: Any) -> None:
        """Say what is wrong with a field that this form lacks, too."""
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError(self._placed(error.error_dict))
        super().add_error(field, error)

    def _placed(self, errors: dict[str, list[Any]]) -> dict[str, list[Any]]:
        placed = {name: said for name, said in errors.items() if name in self.fields}
        missing = {name: said for name, said in errors.items() if name not in placed}
        above = [text for name, said in missing.items() for text in _about(name, said)]
        return {**placed, NON_FIELD_ERRORS: above} if above else placed


def _about(name: str, said: list[Any]) -> Iterator[str]:
    """What is wrong with a field, for a place where nobody sees which field is meant."""
    label = FIELD_LABELS.get(name)
    for text in ValidationError(said):
        yield f"{label}: {text}" if label else str(text)


class LinesField(forms.Field):
    """A list of strings, one in each line."""

    widget = forms.Textarea
    default_error_messages = {"many": _("At most %(limit)d lines.")}

    def prepare_value(self, value: Any) -> Any:
        """The text of the list."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        """Each line once, without blank ones and the blanks around it."""
        lines = (line.strip() for line in str(value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: list[str]) -> None:
        """Refuse to judge thousands, one by one."""
        super().validate(value)
        if len(value) > MOST_LINES:
            raise ValidationError(
                self.error_messages["many"], code="many", params={"limit": MOST_LINES}
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Is it another list?"""
        return bool(self.to_python(data) != (initial or []))


class ScopesField(forms.MultipleChoiceField):
    """Scopes as checkboxes; its value is the space separated list.

    Whether a scope exists is the model's business, which says so by name.
    """

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """The names to tick."""
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """The space separated list."""
        return scope.format_scope(super().clean(value))

    def valid_value(self, value: str) -> bool:
        """Left to the model."""
        return True

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Are these other scopes?"""
        return super().has_changed(self.prepare_value(initial), data)


def scope_choices(held: str = "") -> Iterator[tuple[str, str]]:
    """The defined scopes, then what is ``held`` although it is no longer defined."""
    definitions = registry().definitions
    for name, definition in definitions.items():
        yield name, f"{name}: {definition.shown_title}"
    for name in held.split():
        if name not in definitions:
            yield name, str(_("%(name)s: no longer defined") % {"name": name})


class JSONField(forms.JSONField):
    """JSON of one ``kind`` that every database can store; empty if nothing was written."""

    kind: type = object

    def to_python(self, value: Any) -> Any:
        """The parsed value."""
        try:
            parsed = super().to_python(value)
        except (ValueError, RecursionError) as error:  # too long a number, too deep a nest
            raise self._invalid("invalid", value) from error
        if parsed is None:
            return self.kind()
        if not isinstance(parsed, self.kind) or not is_storable(parsed):
            raise self._invalid("kind", value)
        return parsed

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What to show again: what was typed, to the letter."""
        return initial if self.disabled else InvalidJSONInput(data or "")

    def _invalid(self, code: str, value: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"value": value})


class JSONObjectField(JSONField):
    """A JSON object."""

    kind = dict
    default_error_messages = {
        "kind": _('This must be a JSON object, for example {"key": "value"}.')
    }


def is_storable(value: Any) -> bool:
    """Can PostgreSQL hold it too: no NaN, no infinity, no NUL, no half of a surrogate pair?"""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()
    except ValueError:
        return False
    return "\\u0000" not in text
