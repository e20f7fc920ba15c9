"""Which grant does an imported token hang from? Each is made once, however often this runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from oauth_provider.domain import scope
from oauth_provider.domain.grant_type import GrantType
from oauth_provider.models import Client, Grant
from oauth_provider.protocol.lifetimes import grant_expiry
from oauth_provider.toolkit import source
from oauth_provider.toolkit.models import ImportedGrant

from . import consent
from .clients import grant_type_of
from .rows import insert, store_numbered
from .run import Run


@dataclass(frozen=True)
class Authorization:
    """What a grant is made of."""

    client: Client
    user_id: Any
    grant_type: str
    names: tuple[str, ...]
    created_at: datetime

    @property
    def is_of_client(self) -> bool:
        """Does the client act for itself?"""
        return self.user_id is None and self.grant_type == GrantType.CLIENT_CREDENTIALS

    def grant(self, now: datetime) -> Grant:
        """The row. A client that acts for itself goes on with it: it has no end."""
        names = sorted(self.names) if self.is_of_client else self.names
        return Grant(
            client=self.client,
            user_id=self.user_id,
            grant_type=self.grant_type,
            scope=scope.format_scope(names),
            created_at=self.created_at,
            last_used_at=self.created_at,
            expires_at=None if self.is_of_client else grant_expiry(self.client, now=now),
        )


class Applications:
    """The clients that the applications of one batch became, and how they get their tokens."""

    def __init__(self, ids: Iterable[Any]) -> None:
        rows = source.table("APPLICATION").filter(pk__in={each for each in ids if each is not None})
        found = list(rows.values_list("pk", "client_id", "authorization_grant_type"))
        clients = Client.objects.filter(client_id__in=[client_id for _, client_id, _ in found])
        named = {client.client_id: client for client in clients}
        self._found = {
            pk: (named[client_id], grant_type_of(grant_type))
            for pk, client_id, grant_type in found
            if client_id in named
        }

    def __contains__(self, pk: Any) -> bool:
        return pk in self._found

    def authorization(self, row: source.Row, names: tuple[str, ...]) -> Authorization:
        """What the row says that was authorized."""
        client, grant_type = self._found[row["application_id"]]
        return Authorization(client, row["user_id"], grant_type, names, row["created"])


def known(sources: Iterable[str]) -> dict[str, tuple[int, str]]:
    """The grants that these became, with their scope.

    One that was pruned here is left out, and so are its tokens.
    """
    became = _became(sources)
    stored = Grant.objects.filter(pk__in=list(became.values()))
    allowed = dict(stored.values_list("pk", "scope"))
    return {key: (pk, allowed[pk]) for key, pk in became.items() if pk in allowed}


def known_or_new(wanted: Mapping[str, Authorization], run: Run) -> dict[str, int]:
    """The grants that these are: those that were brought, and new ones."""
    before = _became(wanted)
    missing = {key: wanted[key].grant(run.now) for key in wanted if key not in before}
    rows = list(missing.values())
    store_numbered(Grant, rows)
    brought = ((key, grant.pk) for key, grant in missing.items())
    insert(ImportedGrant, ("source", "grant_id"), brought)
    consent.derive(rows, run)
    run.report.brought["authorizations"] += len(rows)
    ids = {key: grant_id for key, (grant_id, _) in known(before).items()}
    return ids | {key: grant.pk for key, grant in missing.items()}


def _became(sources: Iterable[str]) -> dict[str, int]:
    found = ImportedGrant.objects.filter(source__in=list(sources))
    return dict(found.values_list("source", "grant_id"))
