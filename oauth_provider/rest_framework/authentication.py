"""Who calls, by which access token (RFC 6750 §2.1)? One query, joined."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.views.decorators.debug import sensitive_variables
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from oauth_provider import bridge
from oauth_provider.models import AccessToken, moment
from oauth_provider.models.trouble import retried
from oauth_provider.protocol import token_cache
from oauth_provider.protocol.protected_resource import DEAD, INVALID

from .challenges import InvalidBearerRequest, InvalidToken, challenge, database_at_hand


class OAuthAuthentication(BaseAuthentication):
    """``request.auth`` is the AccessToken; ``request.user`` its user.

    A client that acts for itself has no user: ``request.user`` is anonymous then.
    """

    @sensitive_variables()
    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        """Judge the bearer token, if there is one. Raises InvalidToken, InvalidBearerRequest."""
        vary_on_authorization(request)
        value = _presented(request)
        if value is None:
            return None
        token, now = _find(value), moment.now()
        if token is None or token.confirmation_key:
            raise InvalidToken(INVALID)
        if (refusal := DEAD.get(token.liveness(now))) is not None:
            raise InvalidToken(refusal)
        token.grant.note_use(now)
        return token.grant.user or AnonymousUser(), token

    def authenticate_header(self, _request: Request) -> str:
        """The bare challenge, for a request without credentials (RFC 6750 §3.1)."""
        return challenge()


def vary_on_authorization(request: Request) -> None:
    """No cache may give one caller's answer to another (RFC 6750 §5.3, RFC 9110 §12.5.5)."""
    view = (request.parser_context or {}).get("view")
    headers = getattr(view, "headers", None)
    if isinstance(headers, dict):
        headers["Vary"] = ", ".join(filter(None, [headers.get("Vary"), "Authorization"]))


def _presented(request: Request) -> str | None:
    if "access_token" in request.query_params:
        raise InvalidBearerRequest("Send the access token in the Authorization header")
    return bridge.bearer_token(request)


@sensitive_variables()
def _find(value: str) -> AccessToken | None:
    with database_at_hand():
        return retried(lambda: token_cache.find(value))
