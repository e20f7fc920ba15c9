"""Is what was issued still good? One rule for codes, access tokens and refresh tokens."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum


class Liveness(StrEnum):
    """What a token is today; the values are for people to read."""

    LIVE = "live"
    EXPIRED = "expired"
    REVOKED = "revoked"


def judge(
    *, revoked: Iterable[bool], expiries: Iterable[datetime | None], now: datetime
) -> Liveness:
    """LIVE while nothing it hangs from was revoked and nothing has expired.

    ``revoked`` says it of the token, its grant, its client and its user; ``expiries`` are the
    ends of the token and of its grant, None for one that has no end.
    """
    if any(revoked):
        return Liveness.REVOKED
    if any(expiry is not None and expiry <= now for expiry in expiries):
        return Liveness.EXPIRED
    return Liveness.LIVE
