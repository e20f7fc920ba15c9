"""Token introspection (RFC 7662)."""

from typing import Any

from oauthlib.oauth2 import RequestValidator

from oauth_provider.domain import scope
from oauth_provider.domain.liveness import Liveness
from oauth_provider.models import AccessToken, Client, RefreshToken, moment

from .client_auth import ClientAuthenticationValidator
from .errors import InvalidClient
from .presented import find_token


class IntrospectionValidator(ClientAuthenticationValidator):
    """Confidential clients ask about their own tokens; resource servers about everybody's."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Attach the client to the request; a public one proves nothing (RFC 7662 §2.1)."""
        super().authenticate_client(request, *args, **kwargs)
        if not request.client.is_confidential:
            raise InvalidClient
        return True

    def introspect_token(
        self, token: str, _token_type_hint: str | None, request: Any
    ) -> dict[str, Any] | None:
        """What the token is good for (RFC 7662 §2.2), or None: then it is just not active."""
        found = find_token(token)
        if found is None or not _may_see(request.client, found):
            return None
        return _told_of(found)


class ResourceServerValidator(RequestValidator):
    """For whoever has proved to be a resource server in another way than as a client."""

    def client_authentication_required(self, _request: Any, *_args: Any, **_kwargs: Any) -> bool:
        """That was asked before."""
        return True

    def authenticate_client(self, request: Any, *_args: Any, **_kwargs: Any) -> bool:
        """That was asked before."""
        request.client = None
        return True

    def introspect_token(
        self, token: str, _token_type_hint: str | None, _request: Any
    ) -> dict[str, Any] | None:
        """What the token is good for, whoever's it is."""
        found = find_token(token)
        return None if found is None else _told_of(found)


def _told_of(found: AccessToken | RefreshToken) -> dict[str, Any] | None:
    if not _is_active(found):
        return None
    return {name: value for name, value in _claims(found).items() if value is not None}


def _may_see(client: Client, found: AccessToken | RefreshToken) -> bool:
    return client.is_resource_server or found.grant.client_id == client.pk


def _is_active(found: AccessToken | RefreshToken) -> bool:
    is_spent = isinstance(found, RefreshToken) and found.rotated_at is not None
    return not is_spent and found.liveness(moment.now()) is Liveness.LIVE


def _claims(found: AccessToken | RefreshToken) -> dict[str, Any]:
    grant, end = found.grant, found.expires_at
    names = found.scope_names if isinstance(found, AccessToken) else found.granted_names
    if end is not None and grant.expires_at is not None:
        end = min(end, grant.expires_at)
    return {
        "scope": scope.format_scope(names),
        "client_id": grant.client.client_id,
        "username": grant.user.get_username() if grant.user else None,
        "sub": str(grant.user.pk) if grant.user else grant.client.client_id,
        "token_type": "Bearer" if isinstance(found, AccessToken) else None,
        "iat": int(found.created_at.timestamp()),
        "exp": int(end.timestamp()) if end else None,
    }
