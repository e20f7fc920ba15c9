"""Everybody who prunes, by name."""

from tests.benchmarks.settings import HAS_TOOLKIT

from . import ours
from .contestant import Contestant


def contestants() -> dict[str, Contestant]:
    """The toolkit twice: with the batches it comes with, and with ones as small as ours."""
    found = [ours.contestant()]
    if HAS_TOOLKIT:
        from . import toolkit

        found += [toolkit.contestant(), toolkit.contestant(batch_size=ours.BATCH_SIZE)]
    return {contestant.name: contestant for contestant in found}
