"""IANA's spellings: one string is the module, the enum, the database value and the wire value."""

from enum import StrEnum


class GrantType(StrEnum):
    """OAuth grant types (RFC 6749 §1.3, RFC 7591 §2)."""

    AUTHORIZATION_CODE = "authorization_code"
    REFRESH_TOKEN = "refresh_token"  # noqa: S105
    CLIENT_CREDENTIALS = "client_credentials"


class ClientType(StrEnum):
    """Can the client keep a secret? (RFC 6749 §2.1)"""

    CONFIDENTIAL = "confidential"
    PUBLIC = "public"
