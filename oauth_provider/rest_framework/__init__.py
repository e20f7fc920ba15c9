"""Protects Django REST framework views with access tokens."""

from .authentication import OAuthAuthentication
from .permissions import (
    IsAuthenticatedOrTokenHasScope,
    TokenHasReadWriteScope,
    TokenHasScope,
)

__all__ = [
    "IsAuthenticatedOrTokenHasScope",
    "OAuthAuthentication",
    "TokenHasReadWriteScope",
    "TokenHasScope",
]
