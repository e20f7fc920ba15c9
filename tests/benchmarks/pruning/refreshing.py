"""One client that refreshes its token again and again, as fast as it is answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import quantiles

from tests.benchmarks.operations import OPERATIONS, RefusedError, perform
from tests.benchmarks.party import Party

REDEMPTION, REFRESH, *_ = OPERATIONS


@dataclass
class Refreshing:
    """What it took, in microseconds, and how often it was refused."""

    samples: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """In milliseconds."""
        cuts = quantiles([sample / 1000 for sample in self.samples], n=100, method="inclusive")
        return {
            "refreshes": len(self.samples),
            "failed": len(self.failures),
            "median": cuts[49],
            "p99": cuts[98],
            "most": max(self.samples) / 1000,
        }


def begin(party: Party) -> None:
    """Get the first refresh token."""
    perform(REDEMPTION, party)


def refresh_while(goes_on: Callable[[], bool], party: Party) -> Refreshing:
    """Refresh until it is over, however long that is: at least twice."""
    done = Refreshing()
    while len(done.samples) < 2 or goes_on():
        try:
            done.samples.append(perform(REFRESH, party).microseconds)
        except RefusedError as error:
            done.failures.append(str(error))
            begin(party)
    return done
