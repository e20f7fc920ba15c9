"""The tables of the provider in Django's admin; importing it registers them."""

from .client import ClientAdmin
from .client_secret import ClientSecretAdmin
from .consent import ConsentAdmin
from .grant import GrantAdmin
from .initial_access_token import InitialAccessTokenAdmin
from .issued import AccessTokenAdmin, AuthorizationCodeAdmin, RefreshTokenAdmin
from .scope import ScopeAdmin

__all__ = [
    "AccessTokenAdmin",
    "AuthorizationCodeAdmin",
    "ClientAdmin",
    "ClientSecretAdmin",
    "ConsentAdmin",
    "GrantAdmin",
    "InitialAccessTokenAdmin",
    "RefreshTokenAdmin",
    "ScopeAdmin",
]
