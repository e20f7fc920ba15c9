"""The endpoints where clients register, and manage what they registered (RFC 7591, RFC 7592)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from oauth_provider import bridge
from oauth_provider.models.trouble import retried
from oauth_provider.protocol import registration
from oauth_provider.protocol.message import Answer

from .cors import Admission, admission_of_every_client
from .endpoint import EndpointView
from .registration_throttle import limited
from .throttling import throttled


class RegistrationEndpointView(EndpointView):
    """What both share: they can be off, and any page may talk to them."""

    def admission(self, request: HttpRequest) -> Admission:
        """A client that is about to register has no origin that is known yet."""
        return admission_of_every_client(request, methods=self.allowed_methods)

    def locate(self, client_id: str) -> str:
        """Where the client of this id manages its registration (RFC 7592 §3)."""
        path = reverse("oauth_provider:registered", args=[client_id])
        return bridge.absolute_uri(self.request, path)

    def _dispatch_readable(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not registration.is_on() and request.method != "OPTIONS":
            return bridge.refuse("access_denied", "Registration over the API is off here.", 403)
        return super()._dispatch_readable(request, *args, **kwargs)


class RegistrationView(RegistrationEndpointView):
    """The client registration endpoint (RFC 7591 §3)."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register a client; without an initial access token, not too many."""
        token = bridge.bearer_token(request)

        def answer() -> HttpResponse:
            given = bridge.read_object(request)
            register = partial(registration.register, given, token=token, locate=self.locate)
            return bridge.respond(retried(register))

        if token is None and registration.is_open():
            return limited(request, answer)
        return throttled(request, "register", answer)


class RegisteredView(RegistrationEndpointView):
    """The client configuration endpoint (RFC 7592 §2)."""

    http_method_names = ["get", "put", "delete", "options"]

    def get(self, _request: HttpRequest, client_id: str) -> HttpResponse:
        """Read what is registered."""
        return self._answer(client_id, registration.read, locate=self.locate)

    def put(self, request: HttpRequest, client_id: str) -> HttpResponse:
        """Replace it."""
        given = bridge.read_object(request)
        return self._answer(client_id, registration.update, given, locate=self.locate)

    def delete(self, _request: HttpRequest, client_id: str) -> HttpResponse:
        """Delete the client."""
        return self._answer(client_id, registration.delete)

    def _answer(
        self, client_id: str, operation: Callable[..., Answer], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        token = bridge.bearer_token(self.request)

        def answer() -> HttpResponse:
            act = partial(operation, client_id, *args, token=token, **kwargs)
            return bridge.respond(retried(act))

        return throttled(self.request, client_id, answer)
