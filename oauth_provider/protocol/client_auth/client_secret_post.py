"""The secret in the request body (RFC 6749 §2.3.1)."""

from typing import Any

from .credentials import Credentials


def readings(request: Any) -> tuple[Credentials, ...]:
    """The credentials in the body, if it has both halves."""
    if not (request.client_id and request.client_secret):
        return ()
    return (Credentials(request.client_id, request.client_secret),)
