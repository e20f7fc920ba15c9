"""What these pages share: an application that whoever signed in has allowed something."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import Client, moment
from oauth_provider.models.allowance import allowances, clients_ever_allowed
from oauth_provider.views.pages import page
from oauth_provider.views.signed_in import SignedInView, note_of

from .entry import Entry

NOTES = {
    "narrowed": _("It is taken back. Below is what the application may still do."),
    "withdrawn": _("All access is withdrawn from the application."),
}


class AllowedApplicationView(SignedInView):
    """A page about one application that the user has allowed something; of no other there is one.

    Where nothing is left of that, the list says so: somebody went back, or sent a form twice.
    """

    def ask(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        """Show it. Changes nothing."""
        raise NotImplementedError

    def act(self, request: HttpRequest, client: Client) -> HttpResponse:
        """Do what was asked, or find it done."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Show it."""
        client, now = self._find(request, pk), moment.now()
        if found := allowances(request.user, [client], now):
            return self.ask(request, Entry(found[0], now))
        return redirect("oauth_provider:authorized")

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Do it."""
        return self.act(request, self._find(request, pk))

    def _find(self, request: HttpRequest, pk: str) -> Client:
        return get_object_or_404(clients_ever_allowed(request.user), pk=pk)


def show(
    request: HttpRequest, name: str, *, picture_origin: str | None = None, **context: Any
) -> HttpResponse:
    """One of these pages, with a note about what was just done."""
    common = {"note": note_of(request, NOTES), "username": request.user.get_username()}
    template = f"authorized/{name}.html"
    return page(request, template, {**common, **context}, picture_origin=picture_origin)
