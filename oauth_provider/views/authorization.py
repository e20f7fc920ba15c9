"""The authorization endpoint and its consent page (RFC 6749 §3.1)."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_protect

from oauth_provider import bridge
from oauth_provider.domain.redirect_uri import OUT_OF_BAND_URIS, with_parameters
from oauth_provider.models.scope import registry
from oauth_provider.protocol import authorization
from oauth_provider.protocol.authorization import Prompt, Redirect, Refusal

from . import consent_form
from .confidential import keep_confidential
from .pages import error_page, page


@method_decorator(csrf_protect, name="dispatch")
class AuthorizationView(View):
    """Asks the user, and sends the answer to the client."""

    http_method_names = ["get", "post"]  # no HEAD: a GET may issue a code

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Codes pass through here too."""
        keep_confidential(request)
        super().setup(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show who asks for what; send those who have agreed before straight back."""
        try:
            outcome = authorization.examine(bridge.read_query(request))
        except bridge.UnreadableError as error:
            return error_page(request, "invalid_request", error.description, error.status)
        if isinstance(outcome, Refusal):
            return error_page(request, outcome.error, outcome.description, 400)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if isinstance(outcome, Redirect):
            return send(request, outcome)
        return self._answer_or_ask(request, outcome)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the user's decision on exactly what the page showed them."""
        if (shown := consent_form.read(request)) is None:
            return redirect(request.get_full_path())
        outcome = authorization.examine(shown.message)
        if isinstance(outcome, Refusal):
            return error_page(request, outcome.error, outcome.description, 400)
        if isinstance(outcome, Redirect):
            return send(request, outcome)
        if outcome.redirect_uri != shown.redirect_uri:
            return redirect(request.get_full_path())
        return self._decide(request, outcome)

    def _answer_or_ask(self, request: HttpRequest, prompt: Prompt) -> HttpResponse:
        now = timezone.now()
        if not prompt.is_agreed(user_id=request.user.pk, now=now):
            return ask(request, prompt)
        names = prompt.scope_names
        return send(request, authorization.allow(prompt, user=request.user, names=names, now=now))

    def _decide(self, request: HttpRequest, prompt: Prompt) -> HttpResponse:
        decision = request.POST.get("decision")
        if decision == "deny":
            return send(request, authorization.deny(prompt))
        if decision != "allow":
            return ask(request, prompt, status=400)
        agreed = authorization.agree(
            prompt, user=request.user, names=request.POST.getlist("scope"), now=timezone.now()
        )
        return send(request, agreed)


def ask(request: HttpRequest, prompt: Prompt, *, status: int = 200) -> HttpResponse:
    """The consent page."""
    definitions = registry().definitions
    context = {
        "client": prompt.client,
        "scopes": [definitions[name] for name in prompt.scope_names],
        "redirect_uri": prompt.redirect_uri,
        "is_manual": prompt.redirect_uri in OUT_OF_BAND_URIS,
        "shown": consent_form.sign(request, prompt),
    }
    return page(request, "authorize.html", context, status=status)


def send(request: HttpRequest, answer: Redirect) -> HttpResponse:
    """The answer, to where the client waits for it; a person carries it where nobody waits."""
    if answer.redirect_uri not in OUT_OF_BAND_URIS:
        return leave(with_parameters(answer.redirect_uri, answer.parameters))
    if "code" in answer.parameters:
        native = reverse("oauth_provider:native")
        return leave(with_parameters(native, {"code": answer.parameters["code"]}))
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
