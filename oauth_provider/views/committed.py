"""Views that answer when what they did is committed and obeyed, whatever ATOMIC_REQUESTS says."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connections, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from oauth_provider.protocol.token_cache import doubt


def answered_when_done(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, which has transactions of its own: what they have committed stays so."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = view(request, *args, **kwargs)
        finally:
            doubt.outlast()
        return response

    done: Callable[..., Any] = answer
    for alias in connections:
        done = transaction.non_atomic_requests(using=alias)(done)
    return done
