"""What becomes of a refresh token that is presented?"""

from datetime import datetime, timedelta
from enum import Enum, auto


class Verdict(Enum):
    """The four answers to a presented refresh token."""

    ROTATE = auto()  # first use: spend it, issue its successor
    REPEAT = auto()  # spent a moment ago: give the same answer again
    REUSE = auto()  # spent, and shown again later: somebody else has it (RFC 9700 §4.14.2)
    DEAD = auto()  # expired, or its grant has ended


def judge(
    *,
    rotated_at: datetime | None,
    expires_at: datetime | None,
    is_grant_alive: bool,
    now: datetime,
    window: timedelta,
) -> Verdict:
    """Decide by the token's own state. ``window`` runs from the first use and never slides."""
    if not is_grant_alive:
        return Verdict.DEAD
    if rotated_at is not None:
        return Verdict.REPEAT if now < rotated_at + window else Verdict.REUSE
    if expires_at is not None and expires_at <= now:
        return Verdict.DEAD
    return Verdict.ROTATE
