"""What a consent page showed, signed: the form brings it back, and nobody can edit it."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest

from oauth_provider import bridge
from oauth_provider.conf import conf
from oauth_provider.domain import scope
from oauth_provider.domain.consent import Question
from oauth_provider.protocol.authorization import Prompt
from oauth_provider.protocol.message import Message

SALT = "oauth_provider.consent_form"


@dataclass(frozen=True)
class Shown:
    """The request that a user saw, with what was left to defaults written out."""

    message: Message
    redirect_uri: str
    question: Question


def sign(request: HttpRequest, prompt: Prompt, question: Question) -> str:
    """What the page shows, for this user to answer."""
    named = {**dict(prompt.message.parameters), "scope": scope.format_scope(prompt.scope_names)}
    shown = {
        "parameters": named,
        "redirect_uri": prompt.redirect_uri,
        "user": str(request.user.pk),
        "allowed": question.allowed,
        "required": question.required,
        "choices": question.choices,
    }
    return signing.dumps(shown, salt=SALT, compress=True)


def read(request: HttpRequest) -> Shown | None:
    """What was shown; None if it was too long ago, or to somebody else."""
    try:
        shown: dict[str, Any] = signing.loads(
            request.POST.get("shown", ""), salt=SALT, max_age=conf.CONSENT_PAGE_LIFETIME
        )
    except signing.BadSignature:
        return None
    if not request.user.is_authenticated or shown["user"] != str(request.user.pk):
        return None
    message = Message.of(shown["parameters"].items(), issuer=bridge.issuer(request))
    return Shown(message, shown["redirect_uri"], _question(shown))


def _question(shown: dict[str, Any]) -> Question:
    return Question(
        asked=scope.parse(shown["parameters"]["scope"]),
        allowed=tuple(shown["allowed"]),
        required=tuple(shown["required"]),
        choices=shown["choices"],
    )
