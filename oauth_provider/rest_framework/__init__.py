"""Protects Django REST framework views with access tokens."""

from importlib import import_module
from importlib.util import find_spec

from .authentication import OAuthAuthentication
from .decorators import require_scopes
from .permissions import (
    IsAuthenticatedOrTokenHasScope,
    TokenHasReadWriteScope,
    TokenHasScope,
)
from .required_scopes import AnyOf

__all__ = [
    "AnyOf",
    "IsAuthenticatedOrTokenHasScope",
    "OAuthAuthentication",
    "TokenHasReadWriteScope",
    "TokenHasScope",
    "require_scopes",
]

if find_spec("drf_spectacular"):  # its extensions are registered where they are imported
    import_module(".schema", __name__)
