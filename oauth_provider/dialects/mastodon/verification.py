"""``GET /api/v1/apps/verify_credentials``: an application asks whether its token works."""

from oauth_provider.models import AccessToken
from oauth_provider.protocol.message import Answer
from oauth_provider.views.bearer import BearerView

from .entities import application


class VerifyCredentialsView(BearerView):
    """Tells the application of any token, with a user or without, whatever its scope."""

    http_method_names = ["get", "head", "options"]

    def tell(self, token: AccessToken) -> Answer:
        """The application, without its credentials."""
        return Answer(application(token.grant.client))
