"""The list of somebody's applications."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from oauth_provider.views.signed_in import SignedInView

from .developer import owned_by, show
from .policy import refusal

PAGE_SIZE = 25


class ApplicationsView(SignedInView):
    """Shows what somebody registered, and whether they can register more."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        return show_list(request)


def show_list(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    """The list; it says so if there can be no more of them."""
    pages = Paginator(owned_by(request.user), PAGE_SIZE)
    return show(
        request,
        "list",
        status=status,
        applications=pages.get_page(request.GET.get("page")),
        refusal=refusal(request.user, owned=pages.count),
    )
