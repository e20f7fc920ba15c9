"""Cross-origin requests (Fetch §3.2) from browser clients, never with cookies."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from oauth_provider.domain.redirect_uri import MAX_ORIGIN_LENGTH
from oauth_provider.models import ClientOrigin

Admission = Mapping[str, str]  # headers

PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}


def admission_of_origin(request: HttpRequest) -> Admission:
    """A page may read the answer if a public client is served from its origin."""
    vary = {"Vary": "Origin"}
    origin = request.headers.get("Origin", "")
    if "://" not in origin or len(origin) > MAX_ORIGIN_LENGTH or "\x00" in origin:
        return vary
    if not ClientOrigin.objects.is_known(origin):
        return vary
    granted = PREFLIGHT if request.method == "OPTIONS" else {}
    return {**vary, "Access-Control-Allow-Origin": origin, **granted}


def admission_of_every_client(request: HttpRequest, *, methods: str) -> Admission:
    """Any page may read the answer: what it may do depends on the token that it sends."""
    granted = {**PREFLIGHT, "Access-Control-Allow-Methods": methods}
    own = granted if request.method == "OPTIONS" else {}
    return {"Access-Control-Allow-Origin": "*", **own}


def admit(response: HttpResponseBase, admission: Admission) -> HttpResponseBase:
    """The answer, for the pages that may read it."""
    for name, value in admission.items():
        if name == "Vary":
            patch_vary_headers(response, [value])
        else:
            response[name] = value
    return response


def admit_everybody(response: HttpResponse) -> HttpResponse:
    """For what is public anyway."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
