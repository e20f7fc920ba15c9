"""An authorization request as a page sees it (RFC 6749 §4.1.1): Prompt, Redirect or Refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from oauthlib.oauth2 import OAuth2Error
from oauthlib.oauth2.rfc6749.errors import FatalClientError

from oauth_provider.models import Client, Consent
from oauth_provider.models.scope import registry

from .grants import authorization_request
from .lifetimes import consent_expiry
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

    def is_agreed(self, *, user_id: Any, now: datetime) -> bool:
        """Need the user not be asked (again)? Public clients always ask (RFC 8252 §8.6)."""
        if self.client.is_first_party:
            return True
        if not self.client.is_confidential:
            return False
        before = Consent.objects.on_primary().remembered(
            client=self.client, user_id=user_id, now=now
        )
        return registry().implications.covers(before, self.scope_names)


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
        said = {"error": error.error, "error_description": error.description}
        return Redirect(request.redirect_uri, {**said, **_envelope(message)})
    return Prompt(message, request, tuple(names))


def agree(prompt: Prompt, *, user: Any, names: Sequence[str], now: datetime) -> Redirect:
    """Remember what the user agreed to, out of what was asked for, and issue a code for it."""
    granted = [name for name in prompt.scope_names if name in names]
    if not granted:
        return deny(prompt)
    Consent.objects.on_primary().remember(
        client=prompt.client,
        user_id=user.pk,
        shown=prompt.scope_names,
        names=granted,
        now=now,
        expires_at=consent_expiry(now=now),
    )
    return allow(prompt, user=user, names=granted, now=now)


def allow(prompt: Prompt, *, user: Any, names: Sequence[str], now: datetime) -> Redirect:
    """Issue a code for this scope."""
    request = prompt.request
    request.scopes, request.user, request.now = list(names), user, now
    _, parameters, _ = authorization_request.GRANT.create_authorization_response(request, None)
    return Redirect(prompt.redirect_uri, parameters)


def deny(prompt: Prompt) -> Redirect:
    """Tell the client that the user refused (RFC 6749 §4.1.2.1)."""
    refused = {"error": "access_denied", "error_description": "The user denied the request."}
    return Redirect(prompt.redirect_uri, {**refused, **_envelope(prompt.message)})


def _envelope(message: Message) -> dict[str, str]:
    state = message.get("state")
    return {**({} if state is None else {"state": state}), "iss": message.issuer}
