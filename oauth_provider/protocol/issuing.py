"""Store what was made for the client: digests, in the caller's transaction."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import Signal

from oauth_provider.domain import scope, secret
from oauth_provider.models import AccessToken, RefreshToken
from oauth_provider.signals import announce

from . import housekeeping
from .lifetimes import refresh_token_expiry


def issue(
    token: dict[str, Any], request: Any, *, refreshable: Iterable[str] | None, signal: Signal
) -> None:
    """Store the tokens of a token response, and announce them.

    ``refreshable`` is the scope of its refresh token; with None there is no new one.
    """
    access_token = _store_access_token(token, request)
    refresh_token = None
    if refreshable is not None and "refresh_token" in token:
        refresh_token = _store_refresh_token(token, request, names=refreshable)
    announce(
        signal,
        sender=AccessToken,
        access_token=access_token,
        refresh_token=refresh_token,
        grant=request.grant,
    )
    housekeeping.take_turn()


def _store_access_token(token: dict[str, Any], request: Any) -> AccessToken:
    issued = AccessToken(
        grant=request.grant,
        digest=secret.digest(token["access_token"]),
        scope=token["scope"],
        created_at=request.now,
        expires_at=request.expires_at,
    )
    issued.store()
    return issued


def _store_refresh_token(
    token: dict[str, Any], request: Any, *, names: Iterable[str]
) -> RefreshToken:
    issued = RefreshToken(
        grant=request.grant,
        digest=secret.digest(token["refresh_token"]),
        scope=scope.format_scope(names),
        created_at=request.now,
        expires_at=refresh_token_expiry(request.client, request.grant, now=request.now),
    )
    issued.store()
    return issued
