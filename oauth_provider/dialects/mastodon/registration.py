"""``POST /api/v1/apps``: a client registers itself, as Mastodon's clients do."""

import logging

from django.http import HttpRequest, HttpResponse

from oauth_provider import bridge
from oauth_provider.models import Client, ClientSecret
from oauth_provider.models.database import committed
from oauth_provider.models.trouble import retried
from oauth_provider.protocol.message import Answer
from oauth_provider.views.cors import Admission, admission_of_every_client
from oauth_provider.views.endpoint import EndpointView
from oauth_provider.views.registration_throttle import limited

from .asked import client_of
from .entities import credential_application
from .problems import problems

logger = logging.getLogger(__name__)


class AppsView(EndpointView):
    """Open to everybody, at a limited rate."""

    http_method_names = ["post", "options"]

    def admission(self, request: HttpRequest) -> Admission:
        """A client that is about to register has no origin that is known yet."""
        return admission_of_every_client(request, methods=self.allowed_methods)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register a client, or say all that is wrong."""
        return limited(request, lambda: bridge.respond(retried(lambda: register(request))))


def register(request: HttpRequest) -> Answer:
    """The application with its secret, which is shown this once. Raises UnreadableError."""
    client = client_of(bridge.read_members(request))
    if found := problems(client):
        return Answer({"error": f"Validation failed: {', '.join(found)}"}, 422)
    with committed(Client):
        client.save()
        _, client_secret = ClientSecret.objects.issue(client=client)
    logger.info("client %s registered over Mastodon's API", client.client_id)
    return Answer(credential_application(client, client_secret))
