"""What answers when no grant type was named, or one that is not served here."""

from typing import Any, Never

from oauth_provider.protocol.errors import InvalidRequest, UnsupportedGrantType


class UnsupportedGrant:
    """The grant for everything that is not in the table."""

    def create_token_response(self, request: Any, _token_type: Any) -> Never:
        """Refuse: invalid_request without a grant type, else unsupported_grant_type."""
        if not request.grant_type:
            raise InvalidRequest("Missing grant_type parameter.")
        raise UnsupportedGrantType("This grant_type is not supported here.")


GRANT = UnsupportedGrant()
