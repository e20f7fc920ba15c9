"""Errors on the wire that oauthlib lacks, or says less about than a client developer needs."""

from oauthlib.oauth2.rfc6749 import errors

from oauth_provider.conf import conf
from oauth_provider.domain.challenge import challenge


class InvalidRequest(errors.InvalidRequestError):
    """invalid_request, RFC 6749 §5.2."""


class InvalidClient(errors.InvalidClientError):
    """invalid_client, RFC 6749 §5.2. One text for every reason: nobody learns which ids exist."""

    description = "Client authentication failed: unknown client or wrong credentials."

    @property
    def headers(self) -> dict[str, str]:
        """The challenge that RFC 6749 §5.2 asks for."""
        return {"WWW-Authenticate": challenge("Basic", realm=conf.REALM, charset="UTF-8")}


class ExpiredClientSecret(InvalidClient):
    """invalid_client for a secret that was right once: only who knows it is told."""

    description = "The client secret has expired. Use a newer one."


class InvalidGrant(errors.InvalidGrantError):
    """invalid_grant, RFC 6749 §5.2."""


class InvalidScope(errors.InvalidScopeError):
    """invalid_scope, RFC 6749 §5.2."""


class UnauthorizedClient(errors.UnauthorizedClientError):
    """unauthorized_client, RFC 6749 §5.2."""


class ForeignToken(errors.UnauthorizedClientError):
    """unauthorized_client for a token that was issued to another client, RFC 7009 §2.1."""

    status_code = 403
    description = "You are not authorized to revoke this token"


class UnsupportedResponseType(errors.UnsupportedResponseTypeError):
    """unsupported_response_type, RFC 6749 §4.1.2.1."""


class UnsupportedGrantType(errors.UnsupportedGrantTypeError):
    """unsupported_grant_type, RFC 6749 §5.2."""


class RequestNotSupported(errors.OAuth2Error):
    """request_not_supported, OpenID Connect Core §3.1.2.6."""

    error = "request_not_supported"
    description = "Request objects are not supported. Send plain parameters."


class RequestURINotSupported(errors.OAuth2Error):
    """request_uri_not_supported, OpenID Connect Core §3.1.2.6."""

    error = "request_uri_not_supported"
    description = "Request objects are not supported. Send plain parameters."


class InvalidRedirectURI(errors.OAuth2Error):
    """invalid_redirect_uri, RFC 7591 §3.2.2."""

    error = "invalid_redirect_uri"


class InvalidClientMetadata(errors.OAuth2Error):
    """invalid_client_metadata, RFC 7591 §3.2.2."""

    error = "invalid_client_metadata"


class InvalidSoftwareStatement(errors.OAuth2Error):
    """invalid_software_statement, RFC 7591 §3.2.2."""

    error = "invalid_software_statement"
    description = "A software statement is a string: a signed JWT."


class UnapprovedSoftwareStatement(errors.OAuth2Error):
    """unapproved_software_statement, RFC 7591 §3.2.2."""

    error = "unapproved_software_statement"
    description = "No software statement is approved here. Send the metadata themselves."


class InvalidToken(errors.InvalidTokenError):
    """invalid_token, RFC 6750 §3.1. One text for every reason: nobody learns which ids exist."""

    description = "This registration needs another token, or the token has ended."

    @property
    def headers(self) -> dict[str, str]:
        """The challenge that RFC 6750 §3 asks for."""
        return {"WWW-Authenticate": challenge("Bearer", realm=conf.REALM, error=self.error)}


class MissingToken(InvalidToken):
    """The same without a token: the challenge then names no error (RFC 6750 §3.1)."""

    description = "Send a token in the header: Authorization: Bearer and its value."

    @property
    def headers(self) -> dict[str, str]:
        """The bare challenge."""
        return {"WWW-Authenticate": challenge("Bearer", realm=conf.REALM)}


class ForbiddenClient(errors.AccessDeniedError):
    """access_denied for a client that may not manage its own registration, RFC 7592 §2."""

    status_code = 403
    description = "An administrator has disabled this client."
