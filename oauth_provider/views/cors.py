"""Cross-origin requests (Fetch §3.2) from browser clients, never with cookies."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from oauth_provider.domain.redirect_uri import MAX_ORIGIN_LENGTH
from oauth_provider.models import ClientOrigin

PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}


def admit_origin(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let the page read the answer if a public client is served from its origin."""
    patch_vary_headers(response, ["Origin"])
    origin = request.headers.get("Origin", "")
    if "://" not in origin or len(origin) > MAX_ORIGIN_LENGTH or "\x00" in origin:
        return response
    if ClientOrigin.objects.is_known(origin):
        granted = PREFLIGHT if request.method == "OPTIONS" else {}
        for name, value in {"Access-Control-Allow-Origin": origin, **granted}.items():
            response[name] = value
    return response


def admit_every_client(
    request: HttpRequest, response: HttpResponseBase, *, methods: str
) -> HttpResponseBase:
    """Let any page read the answer: what it may do depends on the token that it sends."""
    granted = {**PREFLIGHT, "Access-Control-Allow-Methods": methods}
    for name, value in (granted if request.method == "OPTIONS" else {}).items():
        response[name] = value
    response["Access-Control-Allow-Origin"] = "*"
    return response


def admit_everybody(response: HttpResponse) -> HttpResponse:
    """For what is public anyway."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
