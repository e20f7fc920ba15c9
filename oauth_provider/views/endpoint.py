"""What all endpoints for programs share: POST, JSON, CORS, and never a stack trace."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.core.signals import got_request_exception
from django.db import Error, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from oauth_provider import bridge
from oauth_provider.models.trouble import is_trouble, retried
from oauth_provider.protocol.client_auth import claimed_client_id
from oauth_provider.protocol.message import Answer, Message

from .committed import answered_when_done
from .confidential import keep_confidential
from .cors import Admission, admission_of_origin, admit
from .throttling import throttled
from .unavailable import unavailable

logger = logging.getLogger(__name__)


class EndpointView(View):
    """Answers programs in JSON, whatever they send."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        """A view outside ATOMIC_REQUESTS: what an endpoint has committed stays so."""
        return answered_when_done(csrf_exempt(super().as_view(**initkwargs)))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer whatever comes in JSON."""
        keep_confidential(request)
        try:
            # Asked before: what fails after a code was redeemed would lose its tokens.
            admission = retried(lambda: self.admission(request))
            return admit(self._dispatch_readable(request, *args, **kwargs), admission)
        except Exception as error:  # the client gets JSON, the operator the traceback
            if _is_passing(error):
                logger.exception("the database did not answer", extra={"request": request})
                return unavailable()
            logger.exception("an endpoint failed", extra={"request": request})
            got_request_exception.send(sender=type(self), request=request)
            return bridge.refuse("server_error", "The server made a mistake.", 500)

    def admission(self, request: HttpRequest) -> Admission:
        """Which pages may read the answer?"""
        return admission_of_origin(request)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a preflight request, or say what is allowed."""
        return HttpResponse(status=204, headers={"Allow": self.allowed_methods})

    def http_method_not_allowed(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Say how to ask instead."""
        description = f"The methods of this endpoint are {self.allowed_methods}."
        return bridge.refuse("invalid_request", description, 405, Allow=self.allowed_methods)

    @property
    def allowed_methods(self) -> str:
        """What it answers, as the Allow header has it."""
        return ", ".join(name.upper() for name in self.http_method_names if hasattr(self, name))

    def _dispatch_readable(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except bridge.UnreadableError as error:
            return bridge.refuse("invalid_request", error.description, error.status)
        except DisallowedHost:
            return bridge.refuse("invalid_request", "The Host header is not served here.", 400)


class ProtocolView(EndpointView):
    """Hand the message to the protocol, and its answer back."""

    http_method_names = ["post", "options"]

    def answer(self, message: Message) -> Answer:
        """What the protocol says."""
        raise NotImplementedError

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer the message in the body."""
        message = bridge.read_body(request)
        client_id = claimed_client_id(message)

        def answer() -> HttpResponse:
            return bridge.respond(retried(lambda: self.answer(message)))

        return throttled(request, client_id, answer)


def _is_passing(error: Exception) -> bool:
    """Is the database in trouble, or was a row deleted that another one was to hang from?"""
    return isinstance(error, Error) and (isinstance(error, IntegrityError) or is_trouble(error))
