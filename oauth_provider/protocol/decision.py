"""What becomes of an authorization request: a code, or an error for the client."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from oauth_provider.domain.consent import Question
from oauth_provider.domain.interaction import Step
from oauth_provider.models import Client, Consent
from oauth_provider.models.database import together
from oauth_provider.models.scope import registry
from oauth_provider.signals import announce, authorization_denied

from .authorization import Prompt, Redirect, refusal
from .grants import authorization_request
from .lifetimes import consent_expiry

DENIED = "The resource owner or authorization server denied the request."
WITHOUT_A_PAGE = {
    Step.LOGIN: "The user must sign in, and prompt=none forbids to ask them to.",
    Step.SELECT_ACCOUNT: "The user must choose an account, and prompt=none forbids to ask them to.",
    Step.CONSENT: "The user must agree, and prompt=none forbids to ask them to.",
}


@dataclass(frozen=True)
class Decider:
    """Whose word it is, and when they proved to be who they are."""

    user: Any
    authenticated_at: datetime | None


def undisturbed() -> transaction.Atomic:
    """A transaction in which nobody, in another tab, takes back what is being acted on."""
    return together(Consent)


def agree(
    prompt: Prompt, question: Question, *, decider: Decider, ticked: Iterable[str], now: datetime
) -> Redirect:
    """Remember what the user agreed to, out of what they were asked, and issue a code for it."""
    names = question.granted(ticked)
    if not names:
        return deny(prompt, user=decider.user)
    Consent.objects.remember(
        client=prompt.client,
        user_id=decider.user.pk,
        shown=prompt.scope_names,
        names=names,
        now=now,
        expires_at=consent_expiry(now=now),
    )
    with undisturbed():
        if left := _left_of(names, prompt, decider.user):
            return _allow(prompt, left, decider=decider, is_asked=True, now=now)
    return deny(prompt, user=decider.user)


def allow_unasked(prompt: Prompt, *, decider: Decider, now: datetime) -> Redirect:
    """Issue a code for all of it: the user agreed before, or an admin says nobody must."""
    return _allow(prompt, prompt.scope_names, decider=decider, is_asked=False, now=now)


def deny(prompt: Prompt, *, user: Any) -> Redirect:
    """Tell the client that the user refused (RFC 6749 §4.1.2.1)."""
    announce(
        authorization_denied,
        sender=Client,
        client=prompt.client,
        user=user,
        scope_names=prompt.scope_names,
    )
    return refusal(prompt.message, prompt.redirect_uri, "access_denied", DENIED)


def answer_without_a_page(prompt: Prompt, step: Step) -> Redirect:
    """Tell the client what would have to be asked (OpenID Connect Core §3.1.2.6)."""
    return refusal(prompt.message, prompt.redirect_uri, step.value, WITHOUT_A_PAGE[step])


def _left_of(names: Iterable[str], prompt: Prompt, user: Any) -> tuple[str, ...]:
    """What was not taken back again, in another tab, since it was remembered."""
    consent = Consent.objects.select_for_update().between(prompt.client, user.pk)
    held = registry().implications.expand(consent.scope_names if consent else ())
    return tuple(name for name in names if name in held)


def _allow(
    prompt: Prompt, names: Sequence[str], *, decider: Decider, is_asked: bool, now: datetime
) -> Redirect:
    request = prompt.request
    request.scopes, request.user, request.now = list(names), decider.user, now
    request.authenticated_at, request.is_asked = decider.authenticated_at, is_asked
    _, parameters, _ = authorization_request.GRANT.create_authorization_response(request, None)
    return Redirect(prompt.redirect_uri, parameters)
