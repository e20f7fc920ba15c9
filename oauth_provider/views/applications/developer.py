"""What these pages share: somebody who signed in, and an application that is theirs."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import Client
from oauth_provider.models.database import together
from oauth_provider.views.pages import page
from oauth_provider.views.signed_in import SignedInView, note_of

NOTES = {
    "registered": _("Your application is registered."),
    "saved": _("Your changes are saved."),
    "revoked": _("The secret is revoked."),
    "deleted": _("The application is deleted."),
}


class OwnedApplicationView(SignedInView):
    """A page about one application of whoever is signed in; of no other there is a page."""

    def ask(self, request: HttpRequest, client: Client, **named: str) -> HttpResponse:
        """Show it. Changes nothing."""
        raise NotImplementedError

    def act(self, request: HttpRequest, client: Client, **named: str) -> HttpResponse:
        """Do what was asked."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: str, **named: str) -> HttpResponse:
        """Show it."""
        return self.ask(request, get_object_or_404(owned_by(request.user), pk=pk), **named)

    def post(self, request: HttpRequest, pk: str, **named: str) -> HttpResponse:
        """Do it while nobody else changes the row: an admin may be disabling it."""
        with together(Client):
            client = get_object_or_404(owned_by(request.user).select_for_update(), pk=pk)
            return self.act(request, client, **named)


def owned_by(user: Any) -> QuerySet[Client]:
    """The user's applications, newest first."""
    return Client.objects.filter(owner=user)


def show(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One of these pages, with a note about what was just done."""
    common = {"note": note_of(request, NOTES), "username": request.user.get_username()}
    return page(request, f"applications/{name}.html", {**common, **context}, status=status)
