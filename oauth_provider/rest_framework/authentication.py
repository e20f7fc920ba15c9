"""Who calls, by which access token (RFC 6750 §2.1)? One query, joined."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from oauth_provider.domain.liveness import Liveness
from oauth_provider.models import AccessToken

from .challenges import InvalidBearerRequest, InvalidToken, Unavailable, challenge

REFUSALS = {
    Liveness.EXPIRED: "The access token expired",
    Liveness.REVOKED: "The access token was revoked",
}


class OAuthAuthentication(BaseAuthentication):
    """``request.auth`` is the AccessToken; ``request.user`` its user.

    A client that acts for itself has no user: ``request.user`` is anonymous then.
    """

    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        """Judge the bearer token, if there is one. Raises InvalidToken, InvalidBearerRequest."""
        value = _presented(request)
        if value is None:
            return None
        token = _find(value)
        if token is None or token.confirmation_key:
            raise InvalidToken("The access token is invalid")
        if (refusal := REFUSALS.get(token.liveness(timezone.now()))) is not None:
            raise InvalidToken(refusal)
        return token.grant.user or AnonymousUser(), token

    def authenticate_header(self, _request: Request) -> str:
        """The bare challenge, for a request without credentials (RFC 6750 §3.1)."""
        return challenge()


def _presented(request: Request) -> str | None:
    if "access_token" in request.query_params:
        raise InvalidBearerRequest("Send the access token in the Authorization header")
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None


def _find(value: str) -> AccessToken | None:
    try:
        return AccessToken.objects.with_value(value).first()
    except (OperationalError, InterfaceError) as error:
        raise Unavailable from error
