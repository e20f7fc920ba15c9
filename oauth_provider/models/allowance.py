"""What a user lets clients do, whether it is remembered or in force: for people to look at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from oauth_provider.domain import scope

from .access_token import AccessToken
from .client import Client
from .consent import Consent
from .grant import USE_NOTED_EVERY, Grant, issuable, unexpired
from .refresh_token import RefreshToken
from .scope import registry


@dataclass(frozen=True)
class Allowance:
    """What a user lets one client do, and whether it makes use of that."""

    client: Client
    scope_names: tuple[str, ...]  # the fewest that say it
    since: datetime
    last_used_at: datetime | None  # to the hour; None if nothing is in force
    is_used: bool  # after the hour in which it was allowed
    devices: int  # grants in force that hold a token


def allowed_clients(user: Any, now: datetime) -> QuerySet[Client]:
    """The clients that a user lets do something, found by their ids: no table is scanned."""
    ids = (rows.values_list("client_id", flat=True).distinct() for rows in _rows(user, now))
    return Client.objects.filter(pk__in=set(chain(*ids)))


def clients_ever_allowed(user: Any) -> QuerySet[Client]:
    """The clients of which there is still any trace that the user let them do something."""
    traces = (model.objects.filter(user=user, client=OuterRef("pk")) for model in (Consent, Grant))
    consents, grants = map(Exists, traces)
    return Client.objects.filter(consents | grants)


def allowances(user: Any, clients: Iterable[Client], now: datetime) -> list[Allowance]:
    """What the user lets each of these clients do, without those that it lets do nothing."""
    parts: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    clients = list(clients)
    consents, grants = (rows.filter(client__in=clients) for rows in _rows(user, now))
    remembered = consents.values("client_id", "scope", since=F("created_at"))
    for part in (*remembered, *_in_use(grants, now)):
        parts[part["client_id"]].append(part)
    return [_summed_up(client, parts[client.pk]) for client in clients if client.pk in parts]


def _rows(user: Any, now: datetime) -> tuple[QuerySet[Any], QuerySet[Any]]:
    consents = Consent.objects.unexpired(now).filter(user=user)
    return consents, Grant.objects.in_force(now).filter(user=user)


def _in_use(grants: QuerySet[Grant], now: datetime) -> Iterable[Mapping[str, Any]]:
    """The grants, those of the same client and scope in one row."""
    return grants.values("client_id", "scope").annotate(
        since=Min("created_at"),
        used_at=Max("last_used_at"),
        used=Count("pk", filter=Q(last_used_at__gte=F("created_at") + USE_NOTED_EVERY)),
        devices=Count("pk", filter=_holds_a_token(now)),
    )


def _holds_a_token(now: datetime) -> Q:
    """Was its code redeemed, and can something of that still be used?"""
    own = unexpired(now) & Q(grant=OuterRef("pk"))
    access_tokens = AccessToken.objects.filter(own, revoked_at=None)
    return Exists(access_tokens) | Exists(RefreshToken.objects.filter(own, rotated_at=None))


def _summed_up(client: Client, parts: list[Mapping[str, Any]]) -> Allowance:
    held = dict.fromkeys(chain(*(scope.parse(part["scope"]) for part in parts)))
    uses = [part for part in parts if "used_at" in part]
    return Allowance(
        client=client,
        scope_names=registry().implications.maximal(issuable(client, held)),
        since=min(part["since"] for part in parts),
        last_used_at=max((use["used_at"] for use in uses), default=None),
        is_used=any(use["used"] for use in uses),
        devices=sum(use["devices"] for use in uses),
    )
