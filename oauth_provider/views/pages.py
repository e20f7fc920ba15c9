"""What all pages for people share: headers that keep a consent page in one piece."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Not no-referrer: that makes browsers post a form with “Origin: null”, which CSRF refuses.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    picture_origin: str | None = None,
) -> HttpResponse:
    """A page that cannot be framed, cached, or made to run anybody's script (RFC 9700 §4.16).

    Of other sites it shows nothing, but for pictures from the one origin that is named.
    """
    response = render(request, f"oauth_provider/{template}", context, status=status)
    return protected(response, picture_origin=picture_origin)


def protected(response: HttpResponse, *, picture_origin: str | None = None) -> HttpResponse:
    """The same for what was rendered elsewhere."""
    for name, value in HEADERS.items():
        response[name] = value
    response["Content-Security-Policy"] = content_security_policy(picture_origin)
    return response


def error_page(request: HttpRequest, error: str, description: str, status: int) -> HttpResponse:
    """What a person sees when a client's mistake must not be answered with a redirect."""
    context = {"error": error, "description": description}
    return page(request, "error.html", context, status=status)


def content_security_policy(picture_origin: str | None = None) -> str:
    """Everything from this site and its static files. No form-action: it would stop redirects."""
    parts = urlsplit(static("oauth_provider/"))
    own = f"'self' {parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else "'self'"
    pictures = f"{own} {picture_origin}" if picture_origin else own
    return (
        f"default-src 'none'; style-src {own}; script-src {own}; img-src {pictures}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
