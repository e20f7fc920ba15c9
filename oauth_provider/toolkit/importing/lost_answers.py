"""The answers of refreshes that the toolkit would still repeat, sealed as ours are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from oauth_provider.protocol.grants.refresh_token import seal_answer
from oauth_provider.toolkit import source

Rows = Mapping[str, source.Row]


def sealed_answers(spent: Rows, now: datetime) -> dict[str, bytes]:
    """By the digest of each spent token. Without clear values there is nothing to repeat."""
    readable = {row["pk"]: digest for digest, row in spent.items() if row.get("token")}
    if not readable:
        return {}
    successors = _successors(list(readable))
    return {
        digest: _sealed(successors[pk], spent[digest]["token"], now)
        for pk, digest in readable.items()
        if pk in successors
    }


def _successors(pks: list[Any]) -> dict[Any, dict[str, Any]]:
    """What was issued for these, if it can be read."""
    access = source.table("ACCESS_TOKEN").filter(source_refresh_token__in=pks).exclude(token="")
    names = ("pk", "source_refresh_token_id", "token", "scope", "created", "expires")
    by_pk = {row["pk"]: row for row in source.read(access.values(*names))}
    live = source.table("REFRESH_TOKEN").filter(access_token__in=list(by_pk), revoked=None)
    refresh = dict(live.exclude(token="").values_list("access_token_id", "token"))
    return {
        row["source_refresh_token_id"]: {**row, "refresh_token": refresh[pk]}
        for pk, row in by_pk.items()
        if pk in refresh
    }


def _sealed(successor: dict[str, Any], spent: str, now: datetime) -> bytes:
    answer = {
        "access_token": successor["token"],
        "expires_in": max(int((successor["expires"] - now).total_seconds()), 0),
        "token_type": "Bearer",
        "scope": successor["scope"],
        "refresh_token": successor["refresh_token"],
        "created_at": int(successor["created"].timestamp()),
    }
    return seal_answer(answer, spent, expires_at=successor["expires"])
