"""What we remember: clients, and everything that hangs from a Grant."""

from .access_token import AccessToken
from .authorization_code import AuthorizationCode
from .client import Client
from .client_origin import ClientOrigin
from .client_secret import ClientSecret
from .consent import Consent
from .grant import Grant
from .initial_access_token import InitialAccessToken
from .refresh_token import RefreshToken
from .scope import Scope

__all__ = [
    "AccessToken",
    "AuthorizationCode",
    "Client",
    "ClientOrigin",
    "ClientSecret",
    "Consent",
    "Grant",
    "InitialAccessToken",
    "RefreshToken",
    "Scope",
]
