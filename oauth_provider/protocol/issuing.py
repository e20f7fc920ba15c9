"""Store what was made for the client: digests, in the caller's transaction."""

from collections.abc import Iterable
from typing import Any

from oauth_provider.domain import scope, secret
from oauth_provider.models import AccessToken, RefreshToken

from .lifetimes import refresh_token_expiry


def issue_access_token(token: dict[str, Any], request: Any) -> None:
    """Store the access token of a token response."""
    AccessToken.objects.create(
        grant=request.grant,
        digest=secret.digest(token["access_token"]),
        scope=token["scope"],
        created_at=request.now,
        expires_at=request.expires_at,
    )


def issue_refresh_token(token: dict[str, Any], request: Any, *, names: Iterable[str]) -> None:
    """Store the refresh token of a token response, if it has one."""
    if "refresh_token" not in token:
        return
    RefreshToken.objects.create(
        grant=request.grant,
        digest=secret.digest(token["refresh_token"]),
        scope=scope.format_scope(names),
        created_at=request.now,
        expires_at=refresh_token_expiry(request.client, request.grant, now=request.now),
    )
