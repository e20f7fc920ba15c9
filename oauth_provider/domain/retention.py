"""How long is kept what can no longer be used?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_EXPIRED = timedelta(hours=1)  # meanwhile an API says "expired", and then "invalid"
KEPT_REVOKED = timedelta(days=7)  # meanwhile an API says "was revoked", and an admin sees when
CLOCKS_DIFFER = timedelta(minutes=1)  # at most, from one machine of a site to another


@dataclass(frozen=True)
class Retention:
    """What ended before these moments may leave."""

    expired: datetime
    revoked: datetime
    answers: datetime  # in spent refresh tokens
    clients: datetime | None  # registered before that, and never used; None: they stay
    access_tokens: datetime | None  # None: others see to them


def retention(
    now: datetime,
    *,
    window: timedelta,
    unused_client_lifetime: timedelta | None,
    has_partitions: bool = False,
) -> Retention:
    """As of now. What expires within the replay window is still in answers that are repeated."""
    clients = None if unused_client_lifetime is None else now - unused_client_lifetime
    expired = now - max(KEPT_EXPIRED, window)
    return Retention(
        expired=expired,
        revoked=now - KEPT_REVOKED,
        answers=now - CLOCKS_DIFFER,
        clients=clients,
        access_tokens=None if has_partitions else expired,
    )
