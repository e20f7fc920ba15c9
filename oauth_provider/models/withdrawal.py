"""Taking back what a user lets a client do: one scope of it, or all. Live tokens obey at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from oauth_provider.domain import scope
from oauth_provider.signals import announce, authorization_narrowed, authorization_withdrawn

from .allowance import allowances
from .client import Client
from .consent import Consent
from .database import together
from .grant import Grant, GrantQuerySet
from .scope import registry


def left_without(held: Iterable[str], name: str) -> tuple[str, ...]:
    """What is left when a scope is taken back: at most as many as a list of scopes can hold."""
    return registry().implications.without(held, name)[: scope.MAX_SCOPES]


def narrow(client: Client, user: Any, name: str, now: datetime) -> tuple[str, ...]:
    """Take one scope back. Returns what the client may still do; if that is nothing, all ends.

    The consent is locked first: whoever is let in on its strength meanwhile waits, or is seen here.
    """
    with together(Consent):
        consents, grants = _locked(client, user)
        narrowed = [_take_back(consents, name), _take_back(grants.in_force(now), name)]
        left = [found.scope_names for found in allowances(user, [client], now)]
        if not any(left):
            withdraw(client, user, now)
            return ()
        consents.filter(scope="").delete()
        grants.filter(scope="").revoke(now)
        if any(narrowed):
            told = {"client": client, "user": user, "scope_names": left[0]}
            announce(authorization_narrowed, sender=Consent, **told)
    return left[0]


def withdraw(client: Client, user: Any, now: datetime) -> bool:
    """Forget what the user agreed to, and end all that is in force. False if there was nothing."""
    with together(Consent):
        consents, grants = _locked(client, user)
        forgotten, _by_model = consents.delete()
        ended = grants.revoke(now)
        if forgotten or ended:
            announce(authorization_withdrawn, sender=Consent, client=client, user=user)
    return bool(forgotten or ended)


def _locked(client: Client, user: Any) -> tuple[QuerySet[Consent], GrantQuerySet]:
    """The consent, locked, and the grants."""
    consents = Consent.objects.all()
    found = consents.select_for_update().between(client, user.pk)
    grants = Grant.objects.filter(client=client, user=user)
    return consents.filter(pk=found.pk) if found else consents.none(), grants


def _take_back(rows: QuerySet[Any], name: str) -> bool:
    """Narrow these rows, locked until all of them are. Was there anything to take back?"""
    scopes = set(rows.select_for_update().order_by("pk").values_list("scope", flat=True))
    left = {held: scope.format_scope(left_without(scope.parse(held), name)) for held in scopes}
    changed = [held for held in left if left[held] != held]
    for held in changed:
        rows.filter(scope=held).update(scope=left[held])
    return bool(changed)
