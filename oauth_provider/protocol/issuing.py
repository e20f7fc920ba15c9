"""Store what was made for the client: digests, in the caller's transaction."""

from typing import Any

from oauth_provider.domain import scope, secret
from oauth_provider.models import AccessToken, RefreshToken

from .lifetimes import refresh_token_expiry


def issue(token: dict[str, Any], request: Any, *, refresh_scope: tuple[str, ...] = ()) -> None:
    """Store the access token of a token response, and its refresh token if it has one."""
    AccessToken.objects.create(
        grant=request.grant,
        digest=secret.digest(token["access_token"]),
        scope=token["scope"],
        created_at=request.now,
        expires_at=request.expires_at,
    )
    if "refresh_token" in token:
        RefreshToken.objects.create(
            grant=request.grant,
            digest=secret.digest(token["refresh_token"]),
            scope=scope.format_scope(refresh_scope),
            created_at=request.now,
            expires_at=refresh_token_expiry(request.client, request.grant, now=request.now),
        )
