"""Withdrawing all that an application was allowed."""

from django.http import HttpRequest, HttpResponse

from oauth_provider.models import Client, moment
from oauth_provider.models.withdrawal import withdraw
from oauth_provider.views.signed_in import go_on

from .allowed import AllowedApplicationView, show
from .entry import Entry


class WithdrawView(AllowedApplicationView):
    """Withdraws it, once the user has read what will follow."""

    def ask(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        """Ask."""
        return show(request, "withdraw", entry=entry)

    def act(self, request: HttpRequest, client: Client) -> HttpResponse:
        """Withdraw it."""
        withdraw(client, request.user, moment.now())
        return go_on("withdrawn", "authorized")
