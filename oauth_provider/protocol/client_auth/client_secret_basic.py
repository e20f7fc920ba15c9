"""HTTP Basic (RFC 6749 §2.3.1, RFC 7617)."""

import base64
import binascii
from typing import Any
from urllib.parse import unquote, unquote_plus

from oauth_provider.protocol.errors import InvalidClient

from .credentials import Credentials

# RFC 6749 form-encodes both halves first; many clients do not, and some leave "+" alone.
DECODERS = (unquote_plus, unquote, str)


def readings(request: Any) -> tuple[Credentials, ...]:
    """Each way to read the header; none without one. Raises InvalidClient for a malformed one."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ()
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidClient from error
    client_id, colon, client_secret = text.partition(":")
    if not colon or "\x00" in text:
        raise InvalidClient
    found = (Credentials(d(client_id), d(client_secret) or None) for d in DECODERS)
    return tuple(dict.fromkeys(found))
