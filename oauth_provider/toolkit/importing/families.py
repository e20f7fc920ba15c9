"""Families of refresh tokens become grants: the live members, then those that were spent."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from oauth_provider.conf import conf
from oauth_provider.domain import scope
from oauth_provider.models import RefreshToken, moment
from oauth_provider.toolkit import source
from oauth_provider.toolkit.models import ImportedToken

from . import grants, scopes, tokens
from .grants import Applications, Authorization
from .lost_answers import sealed_answers
from .rows import insert
from .run import Run

LIVE, SPENT = "refresh tokens", "spent refresh tokens"
OWN = ("token_checksum", "token", "user_id", "application_id", "token_family", "created", "revoked")
ACCESS = "access_token__"
OF_ACCESS_TOKEN = tuple(
    ACCESS + name for name in ("pk", "token_checksum", "token", "scope", "expires", "created")
)
UNREADABLE = "refresh tokens of which neither checksum nor value is stored"
ORPHANS = "refresh tokens whose access token was deleted: the toolkit refuses them too"


def bring(run: Run) -> None:
    """Bring each family that has a live member, with all that it holds and has spent."""
    rows = source.table("REFRESH_TOKEN")
    if orphans := rows.filter(revoked=None, access_token=None).count():
        run.report.left_out[ORPHANS] = orphans
    named = (*OWN, *OF_ACCESS_TOKEN, "resource")
    for page in source.pages(_unexpired(rows, run.now), *named, size=run.batch_size):
        with run.batch(LIVE, len(page)):
            _bring_live(page, run)
    for page in source.pages(rows.exclude(revoked=None), *OWN, size=run.batch_size):
        with run.batch(SPENT, len(page)):
            _bring_spent(page, run)


def _unexpired(rows: Any, now: datetime) -> Any:
    """The ones that the toolkit would still take."""
    live = rows.filter(revoked=None).exclude(access_token=None)
    lifetime = source.seconds("REFRESH_TOKEN_EXPIRE_SECONDS")
    return (
        live
        if lifetime is None
        else live.filter(access_token__expires__gt=moment.as_django_has_it(now - lifetime))
    )


def _bring_live(page: Iterable[source.Row], run: Run) -> None:
    applications = Applications(row["application_id"] for row in page)
    rows = [row for row in page if _comes(row, applications, run)]
    fresh = tokens.fresh(_digested(rows))
    access = {d: row for row in rows if (d := source.digest_of(row, ACCESS)) is not None}
    unexpired = {d: row for d, row in access.items() if row[f"{ACCESS}expires"] > run.now}
    held = tokens.fresh(unexpired)
    coming = [*fresh.values(), *held.values()]
    found = grants.known_or_new(_authorizations(coming, applications, run), run)
    fresh, held = (
        {d: row for d, row in rows.items() if _key(row) in found} for rows in (fresh, held)
    )
    _store(fresh, found)
    tokens.keep(ImportedToken.Kind.REFRESH_TOKEN, {d: row["pk"] for d, row in fresh.items()})
    tokens.store({d: (found[_key(row)], row) for d, row in held.items()}, run, ACCESS)
    run.report.brought[LIVE] += len(fresh)


def _bring_spent(page: Iterable[source.Row], run: Run) -> None:
    found = grants.known(_key(row) for row in page)
    rows = [{**row, f"{ACCESS}scope": found[_key(row)][1]} for row in page if _key(row) in found]
    fresh = tokens.missing(_digested(rows), RefreshToken.objects.all())
    ends = _ends_of_grace(fresh, run.now)
    ids = {key: grant_id for key, (grant_id, _) in found.items()}
    _store(fresh, ids, spent=ends, sealed=sealed_answers({d: fresh[d] for d in ends}, run.now))
    run.report.brought[SPENT] += len(fresh)


def _store(
    rows: Mapping[str, source.Row],
    found: Mapping[str, int],
    *,
    spent: Mapping[str, datetime] | None = None,
    sealed: Mapping[str, bytes] | None = None,
) -> None:
    lifetime = source.seconds("REFRESH_TOKEN_EXPIRE_SECONDS")
    window = conf.REFRESH_TOKEN_REPLAY_WINDOW
    insert(
        RefreshToken,
        ("grant", "digest", "scope", "created_at", "expires_at", "rotated_at"),
        (
            (
                found[_key(row)],
                digest,
                scope.format_scope(scopes.readable(row[f"{ACCESS}scope"])),
                row["created"],
                _expiry(row, lifetime) if rotated_at is None else rotated_at + window,
                rotated_at,
            )
            for digest, row in rows.items()
            for rotated_at in ((spent or {}).get(digest, row["revoked"]),)
        ),
    )
    for digest, answer in (sealed or {}).items():
        RefreshToken.objects.filter(digest=digest).update(sealed_successor=answer)


def _expiry(row: source.Row, lifetime: timedelta | None) -> datetime | None:
    expires = row.get(f"{ACCESS}expires")
    return None if lifetime is None or expires is None else expires + lifetime


def _ends_of_grace(rows: Mapping[str, source.Row], now: datetime) -> dict[str, datetime]:
    """When these count as spent, so that the replay window ends when the grace period does."""
    grace = source.seconds("REFRESH_TOKEN_GRACE_PERIOD_SECONDS") or timedelta()
    return {
        digest: row["revoked"] + grace - conf.REFRESH_TOKEN_REPLAY_WINDOW
        for digest, row in rows.items()
        if row["revoked"] + grace > now
    }


def _comes(row: source.Row, applications: Applications, run: Run) -> bool:
    reasons = {
        UNREADABLE: source.digest_of(row) is None,
        tokens.NOBODYS: row["application_id"] not in applications,
        tokens.RESTRICTED: bool(row.get("resource")),
    }
    reason = next((reason for reason, is_so in reasons.items() if is_so), None)
    if reason is not None:
        run.report.left_out[reason] += 1
    return reason is None


def _authorizations(
    rows: Iterable[source.Row], applications: Applications, run: Run
) -> dict[str, Authorization]:
    """One for each family, with all that its live members may."""
    joined: dict[str, tuple[source.Row, dict[str, None]]] = {}
    for row in rows:
        _, names = joined.setdefault(_key(row), (row, {}))
        names.update(dict.fromkeys(scopes.readable(row[f"{ACCESS}scope"])))
    for _, names in joined.values():
        scopes.note_unknown(run, tuple(names))
    return {
        key: applications.authorization(row, tuple(names)[: scope.MAX_SCOPES])
        for key, (row, names) in joined.items()
    }


def _digested(rows: Iterable[source.Row]) -> dict[str, source.Row]:
    return {digest: row for row in rows if (digest := source.digest_of(row)) is not None}


def _key(row: source.Row) -> str:
    """The family; a token from before there were families is one of its own."""
    family = row.get("token_family")
    return f"family:{family}" if family else f"refresh:{row['pk']}"
