"""Deleting an application, and everything that was issued to it."""

from django.http import HttpRequest, HttpResponse

from oauth_provider.models import Client
from oauth_provider.views.signed_in import go_on

from .developer import OwnedApplicationView, show


class DeleteApplicationView(OwnedApplicationView):
    """Deletes an application, once its owner has read what will follow."""

    def ask(self, request: HttpRequest, client: Client, **_named: str) -> HttpResponse:
        """Ask."""
        return show(request, "delete", client=client)

    def act(self, request: HttpRequest, client: Client, **_named: str) -> HttpResponse:
        """Delete it."""
        client.delete()
        return go_on("deleted", "applications")
