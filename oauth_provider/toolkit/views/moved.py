"""Pages that have another place here: people are sent there."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from oauth_provider.models import Client
from oauth_provider.views.unavailable import AvailableView


class MovedView(AvailableView):
    """Sends a person to the page that took the place of the toolkit's."""

    http_method_names = ["get", "head"]
    to = ""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Where it is now."""
        return _sent(self.to)


class MovedApplicationView(AvailableView):
    """The same for the page of one application, whose number was the toolkit's."""

    http_method_names = ["get", "head"]
    to = ""

    def get(self, _request: HttpRequest, pk: str) -> HttpResponse:
        """To its page, if the application was imported, else to the list of all."""
        found = Client.objects.filter(client_id=_client_id(pk)).values_list("pk", flat=True).first()
        return _sent("applications") if found is None else _sent(self.to, found)


def _client_id(pk: str) -> str:
    from oauth_provider.toolkit import source  # noqa: PLC0415 — reads the toolkit's settings

    if not source.is_installed():
        return ""
    try:
        found = source.table("APPLICATION").filter(pk=pk).values_list("client_id", flat=True)
        return str(found.first() or "")
    except (ValueError, ValidationError):  # no such number
        return ""


def _sent(name: str, *args: Any) -> HttpResponse:
    try:
        return redirect(reverse(f"oauth_provider:{name}", args=args))
    except NoReverseMatch as error:
        raise Http404 from error
