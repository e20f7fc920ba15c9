"""The database's own trouble: what is worth another attempt, and what is nobody's mistake."""

import logging
from collections.abc import Callable
from random import uniform
from time import sleep
from typing import TypeVar

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connections

logger = logging.getLogger(__name__)

T = TypeVar("T")

ATTEMPTS = 3
PAUSE = 0.02  # seconds before the second attempt; twice as long before the third

# Somebody else was faster, and all that this transaction did is rolled back. A lock that was not to
# be had in time is none of these: whoever asks has waited long enough.
CONFLICTS = frozenset(
    {
        "40001",  # PostgreSQL: serialization failure
        "40P01",  # PostgreSQL: deadlock
        1020,  # MariaDB: the record has changed since it was read
        1213,  # MariaDB, MySQL: deadlock
    }
)
# What PostgreSQL's drivers call internal errors, although another day the same would do.
TRANSIENT = frozenset(
    {
        "25006",  # the transaction is read-only: a standby, or a primary that is being moved
        "25P03",  # it was idle for too long
        "25P04",  # it took too long
    }
)


def is_conflict(error: BaseException) -> bool:
    """Would the same, done again from the start, probably succeed?"""
    return _code_of(error) in CONFLICTS


def is_trouble(error: BaseException) -> bool:
    """Is the database away, full, overrun or read-only, rather than asked something wrong?"""
    is_told = isinstance(error, (OperationalError, InterfaceError)) or _code_of(error) in TRANSIENT
    return is_told or _is_of_no_kind(error)


def retried(act: Callable[[], T]) -> T:
    """Do it; where a conflict rolls it back, do it anew: at most three times in all.

    ``act`` runs from its start, so it must find in order what an earlier attempt has committed.
    Inside somebody else's transaction it runs once: only all of that could be done anew.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            return act()
        except Error as error:
            if not is_conflict(error) or _is_in_transaction():
                raise
            logger.warning("attempt %d of %d: %s", attempt, ATTEMPTS, _code_of(error))
        sleep(uniform(PAUSE, 2 * PAUSE) * 2 ** (attempt - 1))  # noqa: S311 — nobody gains by it
    return act()


def _is_in_transaction() -> bool:
    return any(connection.in_atomic_block for connection in connections.all(initialized_only=True))


def _is_of_no_kind(error: BaseException) -> bool:
    """What no server said: psycopg calls it so where one is gone in the middle of an answer."""
    is_from_driver = type(error) is DatabaseError and error.__cause__ is not None
    return is_from_driver and _code_of(error) is None


def _code_of(error: BaseException) -> str | int | None:
    """The SQLSTATE, where the driver tells it, or the number that MariaDB and MySQL give it."""
    cause = error.__cause__
    state: str | None = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    if state or cause is None:
        return state
    number = next(iter(cause.args), None)
    return number if isinstance(number, int) else None
