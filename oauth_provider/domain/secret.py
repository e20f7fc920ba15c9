"""Codes, tokens and client secrets: generate, digest, seal, open.

Every value is 256 random bits in ``[A-Za-z0-9]`` behind a prefix that names its kind, and ends
in a checksum, so that a leaked one can be recognised without asking a database.
"""

import hashlib
import hmac
import os
import zlib
from enum import StrEnum
from secrets import randbits

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
RANDOM_LENGTH = 43  # 62**43 is just over 2**256
CHECKSUM_LENGTH = 6  # 62**6 is just over 2**32
NONCE_LENGTH = 12  # bytes, NIST SP 800-38D §8.2.2
SEAL_PURPOSE = b"oauth_provider sealed successor"


class Kind(StrEnum):
    """The prefix that names what a value is."""

    ACCESS_TOKEN = "oat"  # noqa: S105
    REFRESH_TOKEN = "ort"  # noqa: S105
    AUTHORIZATION_CODE = "oac"
    CLIENT_SECRET = "ocs"  # noqa: S105
    INITIAL_ACCESS_TOKEN = "oit"  # noqa: S105
    REGISTRATION_ACCESS_TOKEN = "org"  # noqa: S105


class SealError(ValueError):
    """The seal was made with another secret, or was damaged."""


def generate(kind: Kind) -> str:
    """A new value: prefix, 43 random characters, 6 characters of checksum."""
    body = kind + _base62(randbits(256), RANDOM_LENGTH)
    return body + _checksum(body)


def is_well_formed(value: str, kind: Kind) -> bool:
    """Is this a value of that kind, made by ``generate``? Says nothing about whether it is live."""
    body, checksum = value[:-CHECKSUM_LENGTH], value[-CHECKSUM_LENGTH:]
    expected_length = len(kind) + RANDOM_LENGTH
    return body.startswith(kind) and len(body) == expected_length and checksum == _checksum(body)


def generate_identifier() -> str:
    """A new client identifier: 32 random letters and digits. Public, so without a checksum."""
    return _base62(randbits(190), 32)


def digest(value: str) -> str:
    """SHA-256 as 64 lower-case hex characters: the only form the database ever holds."""
    return hashlib.sha256(value.encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Are both equal? Takes as long whichever character differs."""
    return hmac.compare_digest(one.encode(), other.encode())


def seal(plaintext: bytes, *, under: str) -> bytes:
    """Encrypt with AES-256-GCM under a key that only the holder of ``under`` can derive."""
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + AESGCM(_key(under)).encrypt(nonce, plaintext, SEAL_PURPOSE)


def unseal(sealed: bytes, *, under: str) -> bytes:
    """The plaintext of ``seal``. Raises SealError if ``under`` is not what it was sealed with."""
    nonce, ciphertext = sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:]
    try:
        return AESGCM(_key(under)).decrypt(nonce, ciphertext, SEAL_PURPOSE)
    except (InvalidTag, ValueError) as error:
        raise SealError from error


def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=SEAL_PURPOSE).derive(secret.encode())


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), CHECKSUM_LENGTH)


def _base62(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, remainder = divmod(number, 62)
        digits.append(ALPHABET[remainder])
    return "".join(reversed(digits))
