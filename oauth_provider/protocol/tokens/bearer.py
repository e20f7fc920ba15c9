"""Bearer tokens (RFC 6750)."""

from datetime import timedelta
from math import ceil
from typing import Any

from oauthlib.oauth2 import BearerToken, RequestValidator

from oauth_provider.domain import secret
from oauth_provider.domain.grant_type import GrantType
from oauth_provider.models import moment
from oauth_provider.protocol.lifetimes import access_token_expiry

SECOND = timedelta(seconds=1)


class RotationValidator(RequestValidator):
    """The one question a token type asks."""

    def rotate_refresh_token(self, request: Any) -> bool:
        """Is the client's refresh token used once?"""
        return bool(request.client.rotates_refresh_tokens)


class Bearer(BearerToken):
    """A bearer access token, and a refresh token for clients registered for one."""

    def __init__(self) -> None:
        super().__init__(
            request_validator=RotationValidator(),
            token_generator=lambda _request: secret.generate(secret.Kind.ACCESS_TOKEN),
            refresh_token_generator=lambda _request: secret.generate(secret.Kind.REFRESH_TOKEN),
            expires_in=seconds_to_live,
        )

    def create_token(self, request: Any, refresh_token: bool = False, **_: Any) -> dict[str, Any]:
        """The members of a token response (RFC 6749 §5.1), with ``created_at`` in Unix seconds."""
        is_refreshable = refresh_token and request.client.allows(GrantType.REFRESH_TOKEN)
        token = super().create_token(request, refresh_token=is_refreshable)
        answer = {**token, "created_at": int(request.now.timestamp())}
        return {name: value for name, value in answer.items() if value is not None}


def seconds_to_live(request: Any) -> int | None:
    """The ``expires_in`` of what is being issued, if it ends; also notes on the request when."""
    now = moment.now()
    expires_at = access_token_expiry(request.client, request.grant, now=now)
    request.now, request.expires_at = now, expires_at
    return None if expires_at is None else ceil((expires_at - now) / SECOND)
