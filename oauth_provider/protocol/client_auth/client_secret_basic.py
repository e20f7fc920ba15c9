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
    found = [(decode(client_id), decode(client_secret)) for decode in DECODERS]
    if not colon or any("\x00" in half for halves in found for half in halves):
        raise InvalidClient
    return tuple(Credentials(id_, secret or None) for id_, secret in dict.fromkeys(found))
