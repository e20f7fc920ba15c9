"""What people and programs are told while the database is in trouble: nothing is lost."""

import logging
import sys
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.views import View, defaults
from rest_framework.views import set_rollback

from oauth_provider import bridge
from oauth_provider.models.trouble import is_trouble, retried

from .committed import answered_when_done
from .language import in_asked_language
from .pages import protected

logger = logging.getLogger(__name__)

RETRY_AFTER = "5"  # seconds


class AvailableView(View):
    """A page that is shown later, where the database cannot show it now."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        """The view, done anew after a conflict; 503 where there is no answer even so.

        It has transactions of its own, which no ATOMIC_REQUESTS surrounds.
        """
        view = super().as_view(**initkwargs)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return retried(partial(view, request, *args, **kwargs))
            except Error as error:
                if not is_trouble(error):
                    raise
                return give_up(request, error)

        return answered_when_done(answer)


def give_up(request: HttpRequest, error: BaseException) -> HttpResponseBase:
    """503 for a request that failed. Under ATOMIC_REQUESTS, nothing of it stays."""
    logger.error("the database did not answer", extra={"request": request}, exc_info=error)
    set_rollback()
    # A sign-in that failed half way made a new token: the form that was sent must stay good.
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
    is_for_people = "text/html" in request.headers.get("Accept", "")
    return in_asked_language(_page)(request) if is_for_people else unavailable()


def unavailable() -> HttpResponse:
    """What a program is told: keep your tokens, and come back."""
    return bridge.refuse(
        "temporarily_unavailable",
        "The server cannot answer right now. Try again shortly.",
        503,
        Retry_After=RETRY_AFTER,
    )


def server_error(request: HttpRequest) -> HttpResponseBase:
    """A ``handler500`` for the rest of a site: 503 for trouble, Django's own page for mistakes."""
    error = sys.exc_info()[1]
    if error is not None and is_caused_by_trouble(error):
        return give_up(request, error)
    return defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """A ``handler400``: Django calls it a bad request when it cannot save the session."""
    if is_caused_by_trouble(exception):
        return give_up(request, exception)
    return defaults.bad_request(request, exception)


def is_caused_by_trouble(error: BaseException | None) -> bool:
    """Is it trouble of the database that led to this error, whatever it was made of since?"""
    if error is None:
        return False
    is_it = isinstance(error, Error) and is_trouble(error)
    return is_it or is_caused_by_trouble(error.__cause__ or error.__context__)


def _page(_request: HttpRequest) -> HttpResponse:
    """Made without the request, of which anything could ask the database."""
    response = HttpResponse(render_to_string("oauth_provider/unavailable.html"), status=503)
    response["Retry-After"] = RETRY_AFTER
    return protected(response)
