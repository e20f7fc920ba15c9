"""The answer of the authorization endpoint on its way to the client."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from oauth_provider.domain.redirect_uri import OUT_OF_BAND_URIS, with_parameters
from oauth_provider.protocol.authorization import Redirect

from .language import asked_language
from .pages import error_page, page


def send(request: HttpRequest, answer: Redirect) -> HttpResponse:
    """The answer, to where the client waits for it; a person carries it where nobody waits."""
    if answer.redirect_uri not in OUT_OF_BAND_URIS:
        return leave(with_parameters(answer.redirect_uri, answer.parameters))
    if "code" in answer.parameters:
        language = asked_language(request)
        shown = {"code": answer.parameters["code"], **({"lang": language} if language else {})}
        return leave(with_parameters(reverse("oauth_provider:native"), shown))
    if answer.parameters["error"] == "access_denied":
        return page(request, "authorize/denied.html", {"error": "access_denied"}, status=400)
    description = answer.parameters.get("error_description", "")
    return error_page(request, answer.parameters["error"], description, 400)


def leave(location: str) -> HttpResponse:
    """A redirect that nobody keeps and that tells nobody where it came from.

    Django's own class refuses the schemes of native applications (RFC 8252 §7.1).
    """
    headers = {
        "Location": location,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    return HttpResponse(status=302, headers=headers)
