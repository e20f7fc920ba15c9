"""An authorization request as a page sees it (RFC 6749 §4.1.1): Prompt, Redirect or Refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from oauthlib.oauth2 import OAuth2Error
from oauthlib.oauth2.rfc6749.errors import FatalClientError

from oauth_provider.domain.consent import Question
from oauth_provider.domain.interaction import Demands
from oauth_provider.models import Client, Consent
from oauth_provider.models.scope import registry

from .grants import authorization_request
from .message import Message

# Repeated, these leave open who is answered, where, or with what.
DECISIVE = frozenset({"client_id", "redirect_uri", "response_type", "scope", "state"})


@dataclass(frozen=True)
class Refusal:
    """Nobody can be told but the person in front of the page (RFC 6749 §4.1.2.1)."""

    error: str
    description: str


@dataclass(frozen=True)
class Redirect:
    """The answer for the client: parameters for its redirect URI, a code or an error."""

    redirect_uri: str
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Prompt:
    """A valid request, for the user to decide about."""

    message: Message
    request: Any  # oauthlib's
    scope_names: tuple[str, ...]

    @property
    def client(self) -> Client:
        """Who asks."""
        return cast("Client", self.request.client)

    @property
    def redirect_uri(self) -> str:
        """Where the answer will go."""
        return cast("str", self.request.redirect_uri)

    @property
    def demands(self) -> Demands:
        """What the client wants done in front of the user."""
        return cast("Demands", self.request.demands)

    def remembered(
        self, *, user_id: Any, now: datetime, is_locked: bool = False
    ) -> tuple[str, ...]:
        """What the user has allowed the client before; not looked up where nobody must agree.

        Locked, it cannot be taken back before the transaction ends.
        """
        if user_id is None or self.client.is_first_party:
            return ()
        consents = Consent.objects.all()
        consents = consents.select_for_update() if is_locked else consents
        return consents.remembered(client=self.client, user_id=user_id, now=now)

    def is_agreed(self, before: Sequence[str]) -> bool:
        """Need the user not be asked (again)? Public clients always ask (RFC 8252 §8.6)."""
        if self.client.is_first_party:
            return True
        covers = registry().implications.covers
        return self.client.is_confidential and covers(before, self.scope_names)

    def question(self, before: Sequence[str]) -> Question:
        """What the user is asked, who has allowed so much before."""
        return Question.of(self.scope_names, before=before, **self._rules)

    def is_still(self, question: Question, before: Sequence[str]) -> bool:
        """May what the user was asked earlier be answered now?"""
        return question.holds(before=before, **self._rules)

    @property
    def _rules(self) -> Any:
        implications = registry().implications
        return {"required": self.client.required_scope_names, "implications": implications}


def examine(message: Message) -> Prompt | Redirect | Refusal:
    """Judge an authorization request. Nothing is stored."""
    if message.unprintable:
        return Refusal("invalid_request", f"The {message.unprintable[0]} parameter is not text.")
    if repeated := [name for name in message.repeated if name in DECISIVE]:
        return Refusal("invalid_request", f"Duplicate {repeated[0]} parameter.")
    request = authorization_request.read(message)
    try:
        names, _ = authorization_request.GRANT.validate_authorization_request(request)
    except FatalClientError as error:
        return Refusal(error.error, error.description)
    except OAuth2Error as error:
        return refusal(message, request.redirect_uri, error.error, error.description)
    return Prompt(message, request, tuple(names))


def refusal(message: Message, redirect_uri: str, error: str, description: str) -> Redirect:
    """An error that the client is told of (RFC 6749 §4.1.2.1, RFC 9207 §2)."""
    state = message.get("state")
    envelope = {**({} if state is None else {"state": state}), "iss": message.issuer}
    return Redirect(redirect_uri, {"error": error, "error_description": description, **envelope})
