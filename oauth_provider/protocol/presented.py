"""Which token is this? Its prefix says where to look first."""

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, RefreshToken


def find_token(value: str) -> AccessToken | RefreshToken | None:
    """The access or refresh token of this value, with its grant, client and user."""
    if secret.is_well_formed(value, secret.Kind.REFRESH_TOKEN):
        return RefreshToken.find(value)
    if secret.is_well_formed(value, secret.Kind.ACCESS_TOKEN):
        return AccessToken.find(value)
    return AccessToken.find(value) or RefreshToken.find(value)
