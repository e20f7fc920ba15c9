"""A public client names itself (RFC 6749 §3.2.1, RFC 7591 §2)."""

from typing import Any

from .credentials import Credentials


def readings(request: Any) -> tuple[Credentials, ...]:
    """The bare client id in the body, if there is no secret beside it."""
    if request.client_secret or not request.client_id:
        return ()
    return (Credentials(request.client_id),)
