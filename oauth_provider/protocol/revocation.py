"""Token revocation (RFC 7009)."""

from typing import Any

from django.utils import timezone

from oauth_provider.models import AccessToken, RefreshToken

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
        ended: AccessToken | Any = found.grant if isinstance(found, RefreshToken) else found
        ended.revoke(timezone.now())
