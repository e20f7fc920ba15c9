"""Live access tokens, by their checksum or by digesting their clear value."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from oauth_provider.domain import scope, secret
from oauth_provider.models import AccessToken, moment
from oauth_provider.toolkit import source
from oauth_provider.toolkit.models import ImportedToken

from . import grants, scopes
from .grants import Applications, Authorization
from .rows import insert
from .run import Run

STAGE = "access tokens"
COLUMNS = ("token_checksum", "token", "user_id", "application_id", "expires", "scope", "created")

UNREADABLE = "access tokens of which neither checksum nor value is stored"
NOBODYS = "access tokens of no application"
RESTRICTED = "tokens restricted to resources (RFC 8707): here they would open more"


def bring(run: Run) -> None:
    """Bring what no family has brought: one grant for each client, user and scope."""
    live = source.table("ACCESS_TOKEN").filter(expires__gt=moment.as_django_has_it(run.now))
    for page in source.pages(live, *COLUMNS, "resource", size=run.batch_size):
        with run.batch(STAGE, len(page)):
            _bring(page, run)


def missing(rows: Mapping[str, source.Row], table: models.QuerySet[Any]) -> dict[str, source.Row]:
    """Those of the rows whose digest the table does not have."""
    found = table.filter(digest__in=list(rows))
    known = set(found.values_list("digest", flat=True))
    return {digest: row for digest, row in rows.items() if digest not in known}


def fresh(rows: Mapping[str, source.Row]) -> dict[str, source.Row]:
    """Those of the live tokens that were never brought, whatever has become of the others here."""
    return missing(rows, ImportedToken.objects.all())


def _bring(page: Iterable[source.Row], run: Run) -> None:
    digested = ((source.digest_of(row), row) for row in page)
    rows = fresh({digest or "": row for digest, row in digested})
    applications = Applications(row["application_id"] for row in rows.values())
    rows = {digest: row for digest, row in rows.items() if _comes(digest, row, applications, run)}
    wanted = {digest: _authorization(row, applications, run) for digest, row in rows.items()}
    keys = {digest: _key(authorization) for digest, authorization in wanted.items()}
    found = grants.known_or_new({keys[digest]: wanted[digest] for digest in rows}, run)
    rows = {digest: row for digest, row in rows.items() if keys[digest] in found}
    store({digest: (found[keys[digest]], row) for digest, row in rows.items()}, run)


def store(rows: Mapping[str, tuple[int, source.Row]], run: Run, prefix: str = "") -> None:
    """Store the access tokens with these digests, of these grants."""
    insert(
        AccessToken,
        ("grant", "digest", "scope", "created_at", "expires_at", "confirmation_key"),
        (
            (
                grant_id,
                digest,
                scope.format_scope(scopes.readable(row[f"{prefix}scope"])),
                row[f"{prefix}created"],
                row[f"{prefix}expires"],
                "",
            )
            for digest, (grant_id, row) in rows.items()
        ),
    )
    keep(ImportedToken.Kind.ACCESS_TOKEN, {d: row[f"{prefix}pk"] for d, (_, row) in rows.items()})
    run.report.brought[STAGE] += len(rows)


def keep(kind: ImportedToken.Kind, pks: Mapping[str, Any]) -> None:
    """Keep where these came from."""
    brought = ((kind.value, str(pk), digest) for digest, pk in pks.items())
    insert(ImportedToken, ("kind", "source_pk", "digest"), brought)


def _comes(digest: str, row: source.Row, applications: Applications, run: Run) -> bool:
    reasons = {
        UNREADABLE: not digest,
        NOBODYS: row["application_id"] not in applications,
        RESTRICTED: bool(row.get("resource")),
    }
    reason = next((reason for reason, is_so in reasons.items() if is_so), None)
    if reason is not None:
        run.report.left_out[reason] += 1
    return reason is None


def _authorization(row: source.Row, applications: Applications, run: Run) -> Authorization:
    names = scopes.readable(row["scope"])
    scopes.note_unknown(run, names)
    return applications.authorization(row, names)


def _key(authorization: Authorization) -> str:
    """The same for all tokens of one client, user and scope."""
    told = (authorization.client.pk, authorization.user_id, sorted(authorization.names))
    return f"held:{secret.digest(repr(told))}"
