"""The form of a scope. What it may hold is judged by ``Scope.clean``."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from oauth_provider.forms import JSONObjectField, LinesField
from oauth_provider.models import Scope
from oauth_provider.models.scope_rules import about_languages


def text(rows: int) -> forms.Textarea:
    """A box for text that is not prose."""
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField", "spellcheck": "false"})


class TranslationsField(JSONObjectField):
    """Languages, and what is called how in each; nothing where nothing is translated."""

    default_error_messages = {
        "kind": _('This must be a JSON object, for example {"de": {"title": "Lesen"}}.')
    }

    def prepare_value(self, value: Any) -> Any:
        """One text in each line, for people."""
        if isinstance(value, InvalidJSONInput):
            return value
        return json.dumps(value, ensure_ascii=False, indent=2) if value else ""


class ScopeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A scope, whose name stays what it is: tokens that have it would lose their meaning."""

    implies = LinesField(
        label=_("Implies"),
        required=False,
        widget=text(rows=4),
        help_text=_(
            "One in each line: scopes that whoever has this one has too, by name, like "
            "read:lists, or by prefix, like read:*."
        ),
    )
    translations = TranslationsField(
        label=_("Translations"),
        required=False,
        widget=text(rows=8),
        help_text=_(
            "Title, description and group by language, as JSON: "
            '{"de": {"title": "Lesen", "description": "…", "group": "…"}}. '
            "What is left out is looked up in the site's own translations."
        ),
    )

    class Meta:
        model = Scope
        fields: list[str] = []  # the admin's fieldsets name them
        widgets = {"description": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "name" in self.fields:
            self.fields["name"].disabled = True

    def clean_translations(self) -> Any:
        """In languages that users of this site can choose."""
        translations = self.cleaned_data["translations"]
        if reasons := about_languages(translations, dict(settings.LANGUAGES)):
            raise ValidationError(reasons)
        return translations
