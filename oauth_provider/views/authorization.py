"""The authorization endpoint (RFC 6749 §3.1): who is asked what, and what they answer."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from oauth_provider import auth_time, bridge
from oauth_provider.domain.interaction import Step, forbids_pages, next_step
from oauth_provider.models import moment
from oauth_provider.protocol import authorization, decision
from oauth_provider.protocol.authorization import Prompt, Redirect, Refusal
from oauth_provider.protocol.decision import Decider
from oauth_provider.protocol.message import Message

from . import account, consent_form, consent_page, stamp
from .answer import send
from .confidential import keep_confidential
from .consent_form import Shown
from .language import in_asked_language
from .pages import error_page
from .unavailable import AvailableView

PAGES: dict[Step, Callable[[HttpRequest, Prompt, Sequence[str]], HttpResponse]] = {
    Step.LOGIN: account.ask_to_sign_in,
    Step.SELECT_ACCOUNT: account.ask_which,
    Step.CONSENT: consent_page.ask,
}


@method_decorator(csrf_protect, name="dispatch")
@method_decorator(in_asked_language, name="dispatch")
class AuthorizationView(AvailableView):
    """Asks the user, and sends the answer to the client."""

    http_method_names = ["get", "post"]  # no HEAD: a GET may issue a code

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Codes pass through here too."""
        keep_confidential(request)
        super().setup(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show who asks for what; send those who have agreed before straight back."""
        try:
            message = bridge.read_query(request)
        except bridge.UnreadableError as error:
            return error_page(request, "invalid_request", error.description, error.status)
        outcome = authorization.examine(message)
        if isinstance(outcome, Refusal):
            return error_page(request, outcome.error, outcome.description, 400)
        if isinstance(outcome, Redirect):
            return self._tell(request, message, outcome)
        return self._go_on(request, outcome)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the user's decision on exactly what the page showed them."""
        if (shown := consent_form.read(request)) is None:
            return redirect(request.get_full_path())
        outcome = authorization.examine(shown.message)
        if isinstance(outcome, Refusal):
            return error_page(request, outcome.error, outcome.description, 400)
        if isinstance(outcome, Redirect):
            return send(request, outcome)
        return self._decide(request, outcome, shown)

    def _tell(self, request: HttpRequest, message: Message, error: Redirect) -> HttpResponse:
        """Nobody is sent to a stranger's address before they signed in (RFC 9700 §4.11.2).

        But a client that forbids all pages must be answered (OpenID Connect Core §3.1.2.6).
        """
        if request.user.is_authenticated or forbids_pages(message.get("prompt")):
            return send(request, error)
        return account.to_login_page(request, stamp.address(request))

    def _go_on(self, request: HttpRequest, prompt: Prompt) -> HttpResponse:
        now = moment.now()
        with decision.undisturbed():
            before = prompt.remembered(user_id=request.user.pk, now=now, is_locked=True)
            present = stamp.presence(request, prompt.message)
            step = next_step(prompt.demands, present, is_agreed=prompt.is_agreed(before), now=now)
            if step is None:
                allowed = decision.allow_unasked(prompt, decider=decider(request), now=now)
                return send(request, allowed)
        if prompt.demands.forbids_pages:
            return send(request, decision.answer_without_a_page(prompt, step))
        return PAGES[step](request, prompt, before)

    def _decide(self, request: HttpRequest, prompt: Prompt, shown: Shown) -> HttpResponse:
        if prompt.redirect_uri != shown.redirect_uri:
            return redirect(request.get_full_path())
        now, said = moment.now(), request.POST.get("decision")
        if said == "deny":
            return send(request, decision.deny(prompt, user=request.user))
        before = prompt.remembered(user_id=request.user.pk, now=now)
        if said != "allow":
            return consent_page.ask(request, prompt, before, status=400)
        if not prompt.is_still(shown.question, before):
            return consent_page.ask(request, prompt, before, has_changed=True)
        agreed = decision.agree(
            prompt,
            shown.question,
            decider=decider(request),
            ticked=request.POST.getlist("scope"),
            now=now,
        )
        return send(request, agreed)


def decider(request: HttpRequest) -> Decider:
    """The user, as they signed in."""
    last_login = getattr(request.user, "last_login", None)
    known = auth_time.of(request) or (last_login and moment.aware(last_login))
    return Decider(request.user, known or None)
