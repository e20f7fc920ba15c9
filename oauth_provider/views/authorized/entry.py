"""What a user lets an application do, in the words that they read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from oauth_provider.models import Client, Scope
from oauth_provider.models.allowance import Allowance
from oauth_provider.models.grant import USE_NOTED_EVERY
from oauth_provider.models.scope import registry
from oauth_provider.views.asking import site_host


@dataclass(frozen=True)
class Told:
    """A scope, and all that it includes."""

    scope: Scope
    parts: list[Scope]

    @property
    def is_sensitive(self) -> bool:
        """Is it itself, or something that it includes?"""
        return any(scope.is_sensitive for scope in (self.scope, *self.parts))


@dataclass(frozen=True)
class Entry:
    """One application."""

    allowance: Allowance
    now: datetime

    @property
    def client(self) -> Client:
        """Who it is."""
        return self.allowance.client

    @property
    def site(self) -> str:
        """The host of its website, if it has one."""
        return site_host(self.client)

    @property
    def scopes(self) -> list[Told]:
        """What it may do."""
        return told(self.allowance.scope_names)

    @property
    def use(self) -> str:
        """When it was last seen in use, to the hour; nothing where nothing is in force."""
        at = self.allowance.last_used_at
        if at is None:
            return ""
        if self.now - at < USE_NOTED_EVERY:
            return _("Used within the last hour")
        if not self.allowance.is_used:
            return _("Never used since")
        return _("Last used %(time)s ago") % {"time": timesince(at, self.now, depth=1)}


def told(names: Iterable[str]) -> list[Told]:
    """These scopes: first those without a group, then group by group."""
    found = [registry().definitions[name] for name in names]
    groups = ["", *(scope.shown_group for scope in found)]
    ordered = sorted(found, key=lambda scope: groups.index(scope.shown_group))
    return [Told(scope, parts_of(scope.name)) for scope in ordered]


def parts_of(name: str) -> list[Scope]:
    """What else the holder of this scope may do."""
    scopes = registry()
    implied = scopes.implications.expand([name]) - {name}
    return [scopes.definitions[part] for part in sorted(scopes.known(implied))]
