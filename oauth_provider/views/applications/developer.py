"""What these pages share: somebody who signed in, and an application that is theirs."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import router, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.csrf import csrf_protect

from oauth_provider.models import Client
from oauth_provider.views.pages import page

NOTES = {
    "registered": _("Your application is registered."),
    "saved": _("Your changes are saved."),
    "revoked": _("The secret is revoked."),
    "deleted": _("The application is deleted."),
}


@method_decorator(csrf_protect, name="dispatch")
class DeveloperView(View):
    """A page for somebody who is signed in; others sign in first, and come back."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Know who it is."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)


class OwnedApplicationView(DeveloperView):
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
        with transaction.atomic(using=router.db_for_write(Client)):
            client = get_object_or_404(owned_by(request.user).select_for_update(), pk=pk)
            return self.act(request, client, **named)


def owned_by(user: Any) -> QuerySet[Client]:
    """The user's applications, newest first."""
    return Client.objects.on_primary().filter(owner=user)


def show(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One of these pages, with a note about what was just done."""
    note = NOTES.get(request.GET.get("done", "")) if request.method == "GET" else None
    common = {"note": note, "username": request.user.get_username()}
    return page(request, f"applications/{name}.html", {**common, **context}, status=status)


def go_on(done: str, to: str, *args: Any) -> HttpResponse:
    """On to a page that says what was done."""
    return redirect(f"{reverse(f'oauth_provider:{to}', args=args)}?done={done}")
