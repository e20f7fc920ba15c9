"""What a refused caller is told: the body, and the challenge (RFC 6750 §3)."""

from collections.abc import Iterable

from rest_framework import status
from rest_framework.exceptions import APIException

from oauth_provider.conf import conf
from oauth_provider.domain import scope


def challenge(**attributes: str) -> str:
    """A WWW-Authenticate value: the scheme, the realm, and quoted attributes (RFC 9110 §11.2)."""
    pairs = {"realm": conf.REALM, **attributes}
    return "Bearer " + ", ".join(f'{name}="{_escaped(value)}"' for name, value in pairs.items())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


class BearerError(APIException):
    """A refusal with its own challenge, wherever the authenticator stands in the list."""

    error = "invalid_request"
    status_code: int = status.HTTP_400_BAD_REQUEST

    def __init__(self, description: str, **attributes: str) -> None:
        super().__init__({"error": description})
        self.auth_header = challenge(error=self.error, error_description=description, **attributes)


class InvalidBearerRequest(BearerError):
    """The request carries its token in a way that is not accepted (RFC 6750 §3.1)."""


class InvalidToken(BearerError):
    """The token is not good (any more) (RFC 6750 §3.1)."""

    error = "invalid_token"
    status_code = status.HTTP_401_UNAUTHORIZED


class InsufficientScope(BearerError):
    """The token is good, but not for this (RFC 6750 §3.1). Names the scope that would do."""

    error = "insufficient_scope"
    status_code = status.HTTP_403_FORBIDDEN

    def __init__(self, names: Iterable[str]) -> None:
        description = "This action is outside the authorized scopes"
        super().__init__(description, scope=scope.format_scope(names))


class Unavailable(APIException):
    """The database is away: the token may be good, so nobody must throw it away."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__({"error": "The server cannot answer right now"})
        self.wait = 5  # seconds; DRF sends it as Retry-After
