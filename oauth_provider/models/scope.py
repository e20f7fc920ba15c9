"""Scope definitions, and the registry that everything asks."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import scope

from . import scope_rules
from .database import PrimaryQuerySet, Row

REGISTRY_LIFETIME = 10.0  # seconds until another process's edit is seen


class ScopeQuerySet(PrimaryQuerySet["Scope"]):
    """Scope definitions. Edits that send no signal of their own are seen at once, too."""

    def update(self, **values: Any) -> int:
        """Edit these. Returns how many."""
        edited = super().update(**values)
        announce_edit(self.db)
        return edited

    def bulk_create(self, *args: Any, **options: Any) -> list["Scope"]:
        """Define several."""
        created = super().bulk_create(*args, **options)
        announce_edit(self.db)
        return created


class Scope(Row):
    """One thing a token may allow, and how people are told about it."""

    name = models.CharField(
        _("name"),
        max_length=scope.MAX_LENGTH,
        unique=True,
        help_text=_("As clients ask for it, for example “read:statuses”."),
    )
    title = models.CharField(
        _("title"), max_length=200, help_text=_("A few words that users understand.")
    )
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

    objects = ScopeQuerySet.as_manager()  # type: ignore[misc]

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

    @property
    def implied_names(self) -> list[str]:
        """The names and prefixes that it implies, whatever else somebody stored there."""
        implies = self.implies if isinstance(self.implies, list) else []
        return [name for name in implies if isinstance(name, str)]

    @property
    def changed_fields(self) -> tuple[str, ...]:
        """The declared fields that say something else here; none if the code never declared it."""
        return tuple(name for name in self.declared if not self._is_as_declared(name))

    def follow(self, declared: Mapping[str, Any]) -> tuple[str, ...]:
        """Take over the declared fields that nobody has changed here. Returns their names."""
        fields = [name for name in declared if self._is_as_declared(name)]
        followed = tuple(name for name in fields if getattr(self, name) != declared[name])
        for name in followed:
            setattr(self, name, declared[name])
        self.declared = dict(declared)
        return followed

    def clean(self) -> None:
        """Refuse names RFC 6749 §3.3 does not allow, and implications that lead nowhere or back."""
        others = {row.pk: row for row in Scope.objects.all()}
        before = others.pop(self.pk, None)
        edges = {row.name: row.implied_names for row in others.values()}
        known = {*edges, *(before.implied_names if before else ())}
        if found := scope_rules.problems(self, known=known):
            raise ValidationError(found)
        edges[self.name] = self.implied_names
        if way := scope.cycle_through(self.name, edges):
            raise ValidationError({"implies": scope_rules.about_cycle(way)})

    def _in_active_language(self, field: str) -> str:
        """As translated here, else as a catalogue has it, else as it is stored."""
        language = get_language() or ""
        for code in (language, language.partition("-")[0]):
            if text := self._translated(code, field):
                return text
        stored = getattr(self, field)
        return gettext(stored) if stored else ""

    def _translated(self, code: str, field: str) -> str:
        languages = self.translations if isinstance(self.translations, dict) else {}
        texts = languages.get(code)
        return str(texts.get(field) or "") if isinstance(texts, dict) else ""

    def _is_as_declared(self, field: str) -> bool:
        return field in self.declared and getattr(self, field) == self.declared[field]


@dataclass(frozen=True)
class Registry:
    """The scopes of this site, as one consistent picture."""

    definitions: Mapping[str, Scope]
    implications: scope.Implications

    @classmethod
    def of(cls, definitions: Iterable[Scope]) -> "Registry":
        """The registry of these definitions."""
        by_name = {definition.name: definition for definition in definitions}
        edges = {name: found.implied_names for name, found in by_name.items()}
        defined = {name: _defined(implied, by_name) for name, implied in edges.items()}
        return cls(by_name, scope.Implications.declared(defined))

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


def _defined(implied: Iterable[str], names: Container[str]) -> list[str]:
    """What nobody defined means nothing, whoever implies it."""
    return [each for each in implied if scope.prefix_of(each) or each in names]


_remembered: tuple[float, Registry] | None = None


def registry() -> Registry:
    """The registry, read at most every ten seconds, and after each edit in this process."""
    global _remembered  # noqa: PLW0603 — one picture for the process
    if _remembered is None or monotonic() - _remembered[0] > REGISTRY_LIFETIME:
        _remembered = (monotonic(), Registry.of(Scope.objects.all()))
    return _remembered[1]


def forget_registry() -> None:
    """Read the definitions anew at the next question."""
    global _remembered  # noqa: PLW0603
    _remembered = None


def announce_edit(using: str) -> None:
    """Read them anew: now, for this request, and again when others can see the edit."""
    forget_registry()
    transaction.on_commit(forget_registry, using=using)
