"""Scope definitions, and the registry that everything asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import scope

REGISTRY_LIFETIME = 10.0  # seconds until another process's edit is seen


class ScopeQuerySet(models.QuerySet["Scope"]):
    """Queries over scope definitions."""

    def define(self, declared: Mapping[str, Mapping[str, Any]]) -> None:
        """Create the declared scopes that are missing; what an admin may have edited stays."""
        known = set(self.values_list("name", flat=True))
        for name, definition in declared.items():
            if name not in known:
                self.create(
                    name=name,
                    title=definition.get("title", name),
                    description=definition.get("description", ""),
                    implies=list(definition.get("implies", ())),
                    is_default=definition.get("default", False),
                )


class Scope(models.Model):
    """One thing a token may allow, and how people are told about it."""

    name = models.CharField(
        _("name"),
        max_length=scope.MAX_LENGTH,
        unique=True,
        help_text=_("As clients ask for it, for example “read:statuses”."),
    )
    title = models.CharField(_("title"), max_length=200, help_text=_("A few words for people."))
    description = models.TextField(
        _("description"), blank=True, help_text=_("What it allows, in a sentence.")
    )
    implies = models.JSONField(
        _("implies"),
        default=list,
        blank=True,
        help_text=_('A list of scopes that are included, by name or by prefix: ["read:*"].'),
    )
    is_default = models.BooleanField(
        _("asked for by default"),
        default=False,
        help_text=_("Used where a client asks for no scope at all."),
    )
    is_sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("Users are warned where they are asked for it.")
    )
    group = models.CharField(
        _("group"),
        max_length=100,
        blank=True,
        help_text=_("The heading it stands under where users are asked for it."),
    )
    translations = models.JSONField(
        _("translations"),
        default=dict,
        blank=True,
        help_text=_('Title, description and group in other languages: {"de": {"title": "Lesen"}}.'),
    )
    declared = models.JSONField(default=dict, editable=False)  # as the code last declared it

    objects = ScopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scope")
        verbose_name_plural = _("scopes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_title(self) -> str:
        """The title in the active language."""
        return self._in_active_language("title") or self.name

    @property
    def shown_description(self) -> str:
        """The description in the active language."""
        return self._in_active_language("description")

    @property
    def shown_group(self) -> str:
        """The group in the active language."""
        return self._in_active_language("group")

    def _in_active_language(self, field: str) -> str:
        """As translated here, else as a catalogue has it, else as it is stored."""
        language = get_language() or ""
        for code in (language, language.partition("-")[0]):
            if text := self.translations.get(code, {}).get(field):
                return str(text)
        stored = getattr(self, field)
        return gettext(stored) if stored else ""

    def clean(self) -> None:
        """Refuse names RFC 6749 §3.3 does not allow, and implications that are not such names."""
        if not scope.is_scope_token(self.name):
            raise ValidationError({"name": _("A scope has no blanks, quotes or backslashes.")})
        if not _are_scope_tokens(self.implies):
            raise ValidationError({"implies": _("This must be a JSON list of scope names.")})


def _are_scope_tokens(names: object) -> bool:
    return isinstance(names, list) and all(
        isinstance(name, str) and scope.is_scope_token(name) for name in names
    )


@dataclass(frozen=True)
class Registry:
    """The scopes of this site, as one consistent picture."""

    definitions: Mapping[str, Scope]
    implications: scope.Implications

    @classmethod
    def of(cls, definitions: Iterable[Scope]) -> "Registry":
        """The registry of these definitions."""
        by_name = {definition.name: definition for definition in definitions}
        edges = {name: definition.implies for name, definition in by_name.items()}
        return cls(by_name, scope.Implications.declared(edges))

    @property
    def defaults(self) -> tuple[str, ...]:
        """The scopes used where none was asked for."""
        return tuple(name for name, found in self.definitions.items() if found.is_default)

    def unknown(self, names: Iterable[str]) -> list[str]:
        """The names that nobody defined."""
        return [name for name in names if name not in self.definitions]

    def known(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names that are defined."""
        return tuple(name for name in names if name in self.definitions)


_remembered: tuple[float, Registry] | None = None


def registry() -> Registry:
    """The registry, read at most every ten seconds, and after each edit in this process."""
    global _remembered  # noqa: PLW0603 — one picture for the process
    if _remembered is None or monotonic() - _remembered[0] > REGISTRY_LIFETIME:
        _remembered = (monotonic(), Registry.of(Scope.objects.all()))
    return _remembered[1]


def forget_registry(**_signal: object) -> None:
    """Read the definitions anew at the next question. A receiver of post_save and post_delete."""
    global _remembered  # noqa: PLW0603
    _remembered = None
