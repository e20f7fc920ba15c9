"""Who prunes: how its rows come to be, which of them are left, and how they leave."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from tests.benchmarks.party import Party

from .seeding import still_there
from .shape import Sessions, Shape

SESSIONS, SPENT, MACHINES = 1, 2, 3  # regions of ids; a spent refresh token is in its own


@dataclass(frozen=True)
class Contestant:
    """One implementation, in one configuration."""

    name: str
    about: str
    party: Callable[[], Party]  # whose token is refreshed meanwhile
    seed: Callable[[Shape, Party], None]
    prune: Callable[[], None]  # called in a process of its own
    access_tokens: type[Model]
    refresh_tokens: type[Model]

    def expired_left(self, shape: Shape) -> int:
        """How many rows are there that are to go."""
        machines = still_there(self.access_tokens, 1, shape.machine_tokens, region=MACHINES)
        return machines + self._left_of(shape.ended)

    def live_left(self, shape: Shape) -> int:
        """How many rows are there that are to stay."""
        return self._left_of(shape.live)

    def _left_of(self, sessions: Sessions) -> int:
        ids = (sessions.first, sessions.rows)
        return (
            still_there(self.access_tokens, *ids, region=SESSIONS)
            + still_there(self.refresh_tokens, *ids, region=SESSIONS)
            + still_there(self.refresh_tokens, *ids, region=SPENT)
        )
