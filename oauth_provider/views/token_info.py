"""What a token is good for, as its holder asks (Doorkeeper's ``/oauth/token/info``)."""

from datetime import timedelta
from math import ceil

from oauth_provider.models import AccessToken, moment
from oauth_provider.protocol.message import Answer
from oauth_provider.protocol.protected_resource import Refusal

from .bearer import BearerView

SECOND = timedelta(seconds=1)


class TokenInfoView(BearerView):
    """Needs no client authentication, and tells about the presented token alone."""

    def tell(self, token: AccessToken) -> Answer:
        """Absent rather than null: a client's own token has no owner, some tokens no end."""
        grant, told = token.grant, {}
        if grant.user is not None:
            told["resource_owner_id"] = grant.user.pk
        if token.expires_at is not None:
            told["expires_in"] = ceil((token.expires_at - moment.now()) / SECOND)
        return Answer(
            {
                **told,
                "scope": list(token.scope_names),
                "application": {"uid": grant.client.client_id},
                "created_at": int(token.created_at.timestamp()),
            }
        )

    def refuse(self, refusal: Refusal) -> Answer:
        """In the words of an OAuth endpoint."""
        said = {"error": refusal.error, "error_description": refusal.description}
        return Answer(said, refusal.status, {"WWW-Authenticate": refusal.challenge})
