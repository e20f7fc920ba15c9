"""The client credentials grant (RFC 6749 §4.4): a client acts for itself."""

from typing import Any

from oauthlib.oauth2 import ClientCredentialsGrant

from oauth_provider.models import Client, Grant, moment
from oauth_provider.protocol.client_auth import ClientAuthenticationValidator
from oauth_provider.protocol.errors import UnauthorizedClient
from oauth_provider.protocol.issuing import issue
from oauth_provider.protocol.scopes import checked_scope, default_scope, refuse_sensitive
from oauth_provider.signals import token_issued


class ClientCredentialsValidator(ClientAuthenticationValidator):
    """Confidential clients only; no user, no refresh token."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Attach the client to the request; a public one has nothing to act with."""
        super().authenticate_client(request, *args, **kwargs)
        if not request.client.is_confidential:
            raise UnauthorizedClient("A public client cannot use the client credentials grant.")
        request.grant = None
        return True

    def get_default_scopes(self, _client_id: str, request: Any, *_args: Any) -> list[str]:
        """What the client gets if it asks for nothing."""
        return default_scope(request.client)

    def validate_scopes(
        self, _client_id: str, scopes: list[str], client: Client, request: Any, *_args: Any
    ) -> bool:
        """May the client have this scope?"""
        request.scopes = checked_scope(scopes, client)
        if client.is_self_registered:
            refuse_sensitive(request.scopes)
        return True

    def save_token(self, token: dict[str, Any], request: Any, *_args: Any) -> None:
        """Hang the token from the grant by which the client acts for itself."""
        request.grant = Grant.objects.standing_for(
            request.client, names=request.scopes, now=moment.now()
        )
        issue(token, request, refreshable=None, signal=token_issued)


GRANT = ClientCredentialsGrant(ClientCredentialsValidator())
