"""What a refused caller is told: the body, and the challenge (RFC 6750 §3)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import Error
from rest_framework import status
from rest_framework.exceptions import APIException

from oauth_provider.conf import conf
from oauth_provider.domain import challenge as domain_challenge
from oauth_provider.domain import scope
from oauth_provider.models.trouble import is_trouble
from oauth_provider.protocol.protected_resource import OUTSIDE


def challenge(**attributes: str) -> str:
    """The challenge of this API: the scheme, the realm, and what is wrong (RFC 6750 §3)."""
    return domain_challenge.challenge("Bearer", realm=conf.REALM, **attributes)


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
        wanted = scope.format_scope(names)
        super().__init__(OUTSIDE, **({"scope": wanted} if wanted else {}))


class Unavailable(APIException):
    """The database is away: the token may be good, so nobody must throw it away."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__({"error": "The server cannot answer right now"})
        self.wait = 5  # seconds; DRF sends it as Retry-After


@contextmanager
def database_at_hand() -> Iterator[None]:
    """Raises Unavailable where the database does not answer."""
    try:
        yield
    except Error as error:
        if not is_trouble(error):
            raise
        raise Unavailable from error
