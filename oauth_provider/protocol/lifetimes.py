"""When does it end? The client's own lifetimes before the site's, and never after the grant's."""

from datetime import datetime, timedelta
from typing import TypeVar, cast

from oauth_provider.conf import conf
from oauth_provider.domain.redirect_uri import OUT_OF_BAND_URIS
from oauth_provider.models import Client, Grant

T = TypeVar("T")


def code_expiry(redirect_uri: str, *, now: datetime) -> datetime:
    """Of an authorization code: longer where a person carries it by hand."""
    is_manual = redirect_uri in OUT_OF_BAND_URIS
    return now + (conf.MANUAL_CODE_LIFETIME if is_manual else conf.AUTHORIZATION_CODE_LIFETIME)


def grant_expiry(client: Client, *, now: datetime) -> datetime | None:
    """Of an authorization, and so of everything that hangs from it."""
    lifetime = _first(client.grant_lifetime, conf.GRANT_LIFETIME)
    return None if lifetime is None else now + lifetime


def consent_expiry(*, now: datetime) -> datetime | None:
    """Of a remembered consent."""
    return None if conf.CONSENT_LIFETIME is None else now + conf.CONSENT_LIFETIME


def access_token_expiry(client: Client, grant: Grant | None, *, now: datetime) -> datetime | None:
    """Of an access token; None for one that has no end of its own, and lives with its grant."""
    lifetime = _first(client.access_token_lifetime, conf.ACCESS_TOKEN_LIFETIME)
    return None if lifetime is None else _within(grant, now + lifetime)


def refresh_token_expiry(client: Client, grant: Grant, *, now: datetime) -> datetime:
    """Of a refresh token that nobody uses."""
    lifetime = _first(client.refresh_token_lifetime, conf.REFRESH_TOKEN_LIFETIME)
    return _within(grant, now + lifetime)


def _first(own: timedelta | None, of_site: T) -> timedelta | T:
    return of_site if own is None else own


def _within(grant: Grant | None, end: datetime) -> datetime:
    if grant is None or grant.expires_at is None:
        return end
    return min(end, cast("datetime", grant.expires_at))
