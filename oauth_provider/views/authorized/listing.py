"""The list of the applications that somebody allowed to do something."""

from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse

from oauth_provider.models import moment
from oauth_provider.models.allowance import allowances, allowed_clients
from oauth_provider.views.signed_in import SignedInView

from .allowed import show
from .entry import Entry

PAGE_SIZE = 25


class AuthorizedView(SignedInView):
    """Shows them, by their names."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        now = moment.now()
        clients = allowed_clients(request.user, now).order_by(Lower("name"), "pk")
        page = Paginator(clients, PAGE_SIZE).get_page(request.GET.get("page"))
        entries = [Entry(found, now) for found in allowances(request.user, page, now)]
        return show(request, "list", page=page, entries=entries)
