"""The toolkit's own permission classes, unchanged, judge the tokens of this provider.

They ask the token by the toolkit's names, and ask whether the request was authenticated by the
toolkit's class: without that, ``IsAuthenticatedOrTokenHasScope`` would let any token in.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from oauth2_provider.contrib.rest_framework.authentication import OAuth2Authentication

from oauth_provider.domain.liveness import Liveness
from oauth_provider.models import AccessToken, Client, moment
from oauth_provider.models.scope import registry
from oauth_provider.rest_framework import OAuthAuthentication


def acquaint() -> None:
    """Give our tokens the toolkit's names, and our authentication class its class as a base."""
    for name, attribute in SPOKEN.items():
        setattr(AccessToken, name, attribute)
    if not issubclass(OAuthAuthentication, OAuth2Authentication):
        OAuthAuthentication.__bases__ = (OAuth2Authentication,)


def is_expired(token: AccessToken) -> bool:
    """Is it not good any more, for whatever reason?"""
    return token.liveness(moment.now()) is not Liveness.LIVE


def allow_scopes(token: AccessToken, scopes: Iterable[str] | None) -> bool:
    """May it do all of this? Nothing asked is nothing refused."""
    return token.allows(scopes or ())


def is_valid(token: AccessToken, scopes: Iterable[str] | None = None) -> bool:
    """Is it good, and good for this?"""
    return not is_expired(token) and allow_scopes(token, scopes)


def _scopes(token: AccessToken) -> dict[str, str]:
    definitions = registry().definitions
    return {name: definitions[name].title for name in token.scope_names if name in definitions}


def _application(token: AccessToken) -> Client:
    return token.grant.client


def _user(token: AccessToken) -> Any:
    return token.grant.user


def _expires(token: AccessToken) -> datetime | None:
    return cast("datetime | None", token.expires_at)


SPOKEN: dict[str, Any] = {
    "is_valid": is_valid,
    "is_expired": is_expired,
    "allow_scopes": allow_scopes,
    "scopes": property(_scopes),
    "application": property(_application),
    "user": property(_user),
    "expires": property(_expires),
}
