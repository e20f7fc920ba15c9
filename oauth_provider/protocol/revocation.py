"""Token revocation (RFC 7009)."""

from typing import Any

from oauth_provider.models import AccessToken, Grant, RefreshToken, moment
from oauth_provider.signals import announce, token_revoked

from .client_auth import ClientAuthenticationValidator
from .errors import ForeignToken
from .presented import find_token


class RevocationValidator(ClientAuthenticationValidator):
    """An access token ends alone; a refresh token takes its grant with it."""

    def revoke_token(self, token: str, _token_type_hint: str | None, request: Any) -> None:
        """Revoke the client's own token. An unknown one is as good as revoked (RFC 7009 §2.2)."""
        found = find_token(token)
        if found is None:
            return
        if found.grant.client_id != request.client.pk:
            raise ForeignToken
        ended: AccessToken | Grant = found.grant if isinstance(found, RefreshToken) else found
        if ended.revoke(moment.now()):
            announce(token_revoked, sender=type(found), token=found, grant=found.grant)
