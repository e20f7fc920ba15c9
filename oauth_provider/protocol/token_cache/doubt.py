"""A cache that has failed is not believed for a while: by then, all that it knew is forgotten."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic, sleep

logger = logging.getLogger(__name__)

LIFETIME = 7  # seconds: longer than anything is believed

_ends_at = 0.0
_untold_at: ContextVar[float | None] = ContextVar("untold_at", default=None)


def is_cast() -> bool:
    """Is the cache not to be asked?"""
    return monotonic() < _ends_at


@contextmanager
def cast_on_error(what: str, *, is_change: bool = False) -> Iterator[None]:
    """Whatever goes wrong in this block, the database knows better. Raises nothing."""
    global _ends_at  # noqa: PLW0603 — one opinion for the process
    try:
        yield
    except Exception:  # whatever a cache may raise
        logger.warning("the token cache failed: %s", what, exc_info=True)
        _ends_at = monotonic() + LIFETIME
        if is_change:
            _untold_at.set(monotonic())


def outlast() -> None:
    """Wait until nobody believes what they should have been told not to.

    Called before a revocation is answered; does nothing unless the cache has just failed.
    """
    if (untold_at := _untold_at.get()) is not None:
        _untold_at.set(None)
        sleep(max(0.0, untold_at + LIFETIME - monotonic()))


def forget() -> None:
    """Believe the cache again, and wait for nothing."""
    global _ends_at  # noqa: PLW0603
    _ends_at = 0.0
    _untold_at.set(None)
