"""Proof Key for Code Exchange (RFC 7636): who must, which method, does the verifier match?"""

import base64
import hashlib
import hmac
import re

METHOD = "S256"  # `plain` proves nothing to whoever read the request (RFC 9700 §2.1.1)

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # base64url of a SHA-256 (§4.2)
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # §4.1


def is_challenge(value: str) -> bool:
    """Can this be the S256 challenge of any verifier?"""
    return CHALLENGE.fullmatch(value) is not None


def is_verifier(value: str) -> bool:
    """Is this a code verifier by RFC 7636 §4.1?"""
    return VERIFIER.fullmatch(value) is not None


def challenge_of(verifier: str) -> str:
    """BASE64URL(SHA256(verifier)), RFC 7636 §4.2."""
    hashed = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode("ascii")


def matches(verifier: str, challenge: str) -> bool:
    """Does the verifier prove possession of the challenge (RFC 7636 §4.6)?"""
    return is_verifier(verifier) and hmac.compare_digest(challenge_of(verifier), challenge)
