"""Views that answer when their work is committed, whatever ATOMIC_REQUESTS says."""

from collections.abc import Callable
from typing import Any

from django.db import connections, transaction


def outside_atomic_requests(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, which has transactions of its own: what they have committed stays so."""
    for alias in connections:
        view = transaction.non_atomic_requests(using=alias)(view)
    return view
