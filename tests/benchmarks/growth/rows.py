"""Live rows by the million, each sort by one statement, and how much room they take."""

import sys
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from oauth_provider.domain.grant_type import GrantType
from oauth_provider.models import (
    AccessToken,
    AuthorizationCode,
    Client,
    Consent,
    Grant,
    RefreshToken,
)
from tests.benchmarks.party import REDIRECT_URI, SCOPE
from tests.benchmarks.pruning.seeding import FAR, SQL, ago, digest, insert, number, settle
from tests.benchmarks.pruning.shape import DAY, HOUR, MINUTE

CLIENTS = 1000
SESSIONS_OF_A_USER = 5
MACHINE_TOKENS = 10  # one live token in so many belongs to a client that acts for itself
SHARE = 100  # the client that is measured holds one session in so many
ISSUED = (Grant, AuthorizationCode, AccessToken, RefreshToken)


@dataclass(frozen=True)
class Owners:
    """Whose rows are among the others: primary keys."""

    web: int
    service: int
    user: int


def grow(tokens: int, owners: Owners) -> float:
    """Let there be so many live tokens, and what belongs to them. How many seconds that took."""
    begin = perf_counter()
    machine_tokens = tokens // MACHINE_TOKENS
    sessions = max((tokens - machine_tokens) // 2, 1)
    users = max(sessions // SESSIONS_OF_A_USER, 1)
    _people(users)
    _grants(sessions, users, owners)
    _tokens(sessions)
    _machine_tokens(machine_tokens, sessions, owners)
    _continue_sequences()
    _timed("statistics", settle)
    return perf_counter() - begin


def sizes() -> dict[str, dict[str, int]]:
    """How many rows and bytes each table has, where the database tells."""
    if connection.vendor != "postgresql":
        return {}
    return {model._meta.db_table: _size(model) for model in (*ISSUED, Consent)}


def _people(users: int) -> None:
    user_model = get_user_model()
    _insert(user_model, users, id=number(), username=SQL("'user ' || i"), email="", password="")
    _insert(Client, CLIENTS, id=number(), client_id=SQL("'client ' || i"), name="n", scope=SCOPE)
    _insert(
        Consent,
        users,
        user_id=number(),
        client_id=_one_of(CLIENTS),
        scope=SCOPE,
        created_at=ago(DAY),
        updated_at=ago(DAY),
        expires_at=ago(-364 * DAY),
    )


def _grants(sessions: int, users: int, owners: Owners) -> None:
    begun = ago(HOUR, spread=30 * DAY)
    _insert(
        Grant,
        sessions,
        id=number(),
        client_id=SQL(f"CASE WHEN i %% {SHARE} = 0 THEN {owners.web} ELSE {_one_of(CLIENTS)} END"),
        user_id=SQL(f"CASE WHEN i %% {users} = 1 THEN {owners.user} ELSE {_one_of(users)} END"),
        grant_type=GrantType.AUTHORIZATION_CODE.value,
        scope=SCOPE,
        created_at=begun,
        authenticated_at=begun,
        last_used_at=begun,
        expires_at=ago(HOUR - 365 * DAY, spread=30 * DAY),
    )


def _tokens(sessions: int) -> None:
    """A redeemed code, a spent refresh token without its answer, and what came for it."""
    own = {"grant_id": number(), "digest": digest()}
    begun = ago(HOUR, spread=30 * DAY)
    proof = {
        "redirect_uri": REDIRECT_URI,
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSst",
    }
    _insert(AuthorizationCode, sessions, created_at=begun, redeemed_at=begun, **proof, **own)
    _insert(RefreshToken, sessions, created_at=begun, rotated_at=begun, scope=SCOPE, **own)
    refreshed = {"created_at": ago(MINUTE, spread=HOUR // 2), "scope": SCOPE, **own}
    _insert(RefreshToken, sessions, expires_at=ago(-90 * DAY, spread=HOUR // 2), **refreshed)
    _insert(AccessToken, sessions, expires_at=ago(-2 * HOUR, spread=HOUR), **refreshed)


def _machine_tokens(tokens: int, sessions: int, owners: Owners) -> None:
    """Each client acts for itself by one grant; the one that is measured holds its share."""
    standing = {"grant_type": GrantType.CLIENT_CREDENTIALS.value, "scope": "read"}
    times = {"created_at": ago(DAY), "last_used_at": ago(HOUR)}
    clients = SQL(f"CASE WHEN i = 1 THEN {owners.service} ELSE {_one_of(CLIENTS)} END")
    first = 1 + sessions
    _insert(Grant, CLIENTS, id=number(first), client_id=clients, **standing, **times)
    _insert(
        AccessToken,
        tokens,
        grant_id=SQL(f"{FAR + first} + i %% {CLIENTS}"),
        digest=digest(),
        scope="read",
        created_at=ago(MINUTE, spread=HOUR // 2),
        expires_at=ago(-2 * HOUR, spread=HOUR),
    )


def _one_of(rows: int) -> SQL:
    """The id of one of so many numbered rows, evenly and in no order."""
    return SQL(f"{FAR + 1} + (i * 7919) %% {rows}")


def _insert(model: type[Model], rows: int, **given: object) -> None:
    _timed(f"{rows:,} × {model._meta.verbose_name}", lambda: insert(model, rows, **given))


def _timed(what: str, act: Any) -> None:
    begin = perf_counter()
    act()
    print(f"{what}: {perf_counter() - begin:,.1f} s", file=sys.stderr, flush=True)


def _continue_sequences() -> None:
    """New rows come after the ones that are there."""
    models = [get_user_model(), Client, Consent, *ISSUED]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def _size(model: type[Model]) -> dict[str, int]:
    name = f'"{model._meta.db_table}"'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), pg_table_size(%s), pg_indexes_size(%s) FROM {name}", [name, name]
        )
        rows, table, indexes = cursor.fetchone()
    return {"rows": rows, "table": table, "indexes": indexes}
