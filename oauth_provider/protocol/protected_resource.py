"""A request to a resource of this server's own (RFC 6750): which token, and what does it lack?"""

from dataclasses import dataclass

from oauth_provider.conf import conf
from oauth_provider.domain.challenge import challenge
from oauth_provider.domain.liveness import Liveness
from oauth_provider.models import AccessToken, moment

from . import token_cache

INVALID = "The access token is invalid"
DEAD = {
    Liveness.EXPIRED: "The access token expired",
    Liveness.REVOKED: "The access token was revoked",
}
OUTSIDE = "This action is outside the authorized scopes"


@dataclass(frozen=True)
class Refusal:
    """Why the holder of the token, if there is one, is told nothing (RFC 6750 §3.1)."""

    error: str
    description: str
    status: int
    challenge: str


def examine(value: str | None, *, scope: str | None) -> AccessToken | Refusal:
    """The live access token of this value, if it covers the scope; ``None``: any scope will do."""
    if value is None:  # the bare challenge
        return Refusal("invalid_token", INVALID, 401, challenge("Bearer", realm=conf.REALM))
    token, now = token_cache.find(value), moment.now()
    if token is None or token.confirmation_key:
        return _refuse("invalid_token", INVALID, 401)
    if (reason := DEAD.get(token.liveness(now))) is not None:
        return _refuse("invalid_token", reason, 401)
    if scope is not None and not token.allows([scope]):
        return _refuse("insufficient_scope", OUTSIDE, 403, scope=scope)
    token.grant.note_use(now)
    return token


def revoked() -> Refusal:
    """What to say where a token turns out to be good no more."""
    return _refuse("invalid_token", DEAD[Liveness.REVOKED], 401)


def _refuse(error: str, description: str, status: int, **attributes: str) -> Refusal:
    said = {"error": error, "error_description": description, **attributes}
    return Refusal(error, description, status, challenge("Bearer", realm=conf.REALM, **said))
