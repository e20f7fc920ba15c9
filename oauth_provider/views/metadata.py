"""Authorization server metadata (RFC 8414)."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers

from oauth_provider import bridge
from oauth_provider.conf import conf
from oauth_provider.domain.interaction import PROMPTS
from oauth_provider.models.scope import registry
from oauth_provider.protocol import registration, server
from oauth_provider.protocol.client_auth import METHODS

from . import userinfo
from .cors import admit_everybody
from .unavailable import AvailableView

CONFIDENTIAL_METHODS = [method for method in METHODS if method != "none"]
# What others may serve: a URL of theirs is announced if it has the name of the member.
ANNOUNCED = ("app_registration_endpoint",)


class MetadataView(AvailableView):
    """Says what this server can do, and where. Lists only what works."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, issuer_path: str = "") -> HttpResponse:
        """The document; for an issuer with a path, at the path-inserted address (§3.1)."""
        if issuer_path.strip("/") not in {"", urlsplit(bridge.issuer(request)).path.strip("/")}:
            raise Http404
        response = JsonResponse(metadata(request))
        response["Cache-Control"] = "public, max-age=300"
        patch_vary_headers(response, ["Host"])
        return admit_everybody(response)

    def http_method_not_allowed(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Say so in JSON, like every endpoint for programs."""
        allowed = ", ".join(name.upper() for name in self.http_method_names)
        description = f"The methods of this endpoint are {allowed}."
        return bridge.refuse("invalid_request", description, 405, Allow=allowed)


def metadata(request: HttpRequest) -> dict[str, Any]:
    """The metadata values of RFC 8414 §2, RFC 9207 §3 and RFC 7636."""
    return {
        "issuer": bridge.issuer(request),
        "authorization_endpoint": _endpoint(request, "authorize"),
        "token_endpoint": _endpoint(request, "token"),
        "revocation_endpoint": _endpoint(request, "revoke"),
        "introspection_endpoint": _endpoint(request, "introspect"),
        **dict(_optional(request)),
        "scopes_supported": list(registry().definitions),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "prompt_values_supported": list(PROMPTS),
        "grant_types_supported": [grant_type for grant_type in server.GRANTS if grant_type],
        "token_endpoint_auth_methods_supported": list(METHODS),
        "revocation_endpoint_auth_methods_supported": list(METHODS),
        "introspection_endpoint_auth_methods_supported": CONFIDENTIAL_METHODS,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }


def _optional(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What not every site has."""
    if registration.is_on():
        yield "registration_endpoint", _endpoint(request, "register")
    if userinfo.SCOPE in registry().definitions:
        yield "userinfo_endpoint", _endpoint(request, "userinfo")
    if documentation := conf.SERVICE_DOCUMENTATION:
        yield "service_documentation", documentation
    for name in ANNOUNCED:
        with suppress(NoReverseMatch):
            yield name, bridge.absolute_uri(request, reverse(name))


def _endpoint(request: HttpRequest, name: str) -> str:
    return bridge.absolute_uri(request, reverse(f"oauth_provider:{name}"))
