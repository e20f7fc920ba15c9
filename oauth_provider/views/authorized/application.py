"""One application: all that it may do, and the ways to take that back."""

from django.http import HttpRequest, HttpResponse

from oauth_provider.domain import logo

from .allowed import AllowedApplicationView, show
from .entry import Entry


class AuthorizedApplicationView(AllowedApplicationView):
    """Shows it, with its own picture: on the list of all, each would tell its site who looks."""

    http_method_names = ["get", "head"]

    def ask(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        """The page."""
        origin = logo.origin_of(entry.client.logo_uri)
        logo_uri = entry.client.logo_uri if origin else ""
        return show(request, "application", entry=entry, logo_uri=logo_uri, picture_origin=origin)
