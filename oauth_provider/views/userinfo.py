"""Who is the user (OpenID Connect Core §5.3)? The site says how a user is described."""

from typing import Any

from django.http import HttpRequest
from django.utils.module_loading import import_string

from oauth_provider import bridge
from oauth_provider.conf import conf
from oauth_provider.models import AccessToken
from oauth_provider.protocol.message import Answer

from .bearer import BearerView

SCOPE = "profile"
USER_REQUIRED = "This method requires an authenticated user"


class UserinfoView(BearerView):
    """Tells whoever may know the profile of the token's user."""

    required_scope = SCOPE

    def tell(self, token: AccessToken) -> Answer:
        """The claims that the site makes about the user; absent rather than null."""
        user = token.grant.user
        if user is None:
            return Answer({"error": USER_REQUIRED}, 422)
        described = import_string(conf.USERINFO)(self.request, user)
        claims = {"iss": bridge.issuer(self.request), "sub": str(user.pk), **described}
        return Answer({name: value for name, value in claims.items() if value is not None})


def describe(_request: HttpRequest, user: Any) -> dict[str, Any]:
    """What Django knows of everybody: their names, but no e-mail address that serves as one."""
    username = user.get_username()
    shown = None if "@" in username else username
    full_name = user.get_full_name() if hasattr(user, "get_full_name") else ""
    return {"name": full_name or shown, "preferred_username": shown}
