"""Secrets of which only a slow hash is known: imported ones, until they are first used here.

Whatever fails takes as long as a wrong secret of that kind: no client id is told from another.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from django.contrib.auth.hashers import check_password

from oauth_provider.models import ClientSecret

REMEMBERED_FOR = 10.0  # seconds

Question = Callable[[], bool]

_is_patient: ContextVar[Question] = ContextVar("is_patient", default=lambda: True)
_remembered: tuple[float, str] | None = None


@contextmanager
def checked_while(is_patient: Question) -> Iterator[None]:
    """Hash nothing in this block once the answer is no: guessing must not cost processor time."""
    before = _is_patient.set(is_patient)
    try:
        yield
    finally:
        _is_patient.reset(before)


def proves(value: str, row: Any) -> bool:
    """Is this the secret of the row? If so and if it is long, it will be fast from now on."""
    if not _is_patient.get()() or not check_password(value, row.secret_password_hash):
        return False
    ClientSecret.objects.digest_at_first_use(row.secret_id, value)
    return True


def take_as_long() -> None:
    """Do what a wrong secret of that kind costs, as long as there is one on this site."""
    if (example := _example()) and _is_patient.get()():
        check_password("", example)


def _example() -> str:
    """Some slow hash, looked for at most every ten seconds."""
    global _remembered  # noqa: PLW0603 — one memory for the process
    if _remembered is None or monotonic() - _remembered[0] > REMEMBERED_FOR:
        _remembered = (monotonic(), ClientSecret.objects.slow_hash())
    return _remembered[1]


def forget() -> None:
    """Look anew at the next failure."""
    global _remembered  # noqa: PLW0603
    _remembered = None
