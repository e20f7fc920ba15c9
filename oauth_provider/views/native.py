"""The page that shows a code to copy, for clients without a redirect URI of their own."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from oauth_provider.domain import secret

from .pages import error_page, page


class NativeView(View):
    """Shows the authorization code that a person carries to the application by hand."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the code, and nothing that is not one."""
        code = request.GET.get("code", "")
        if not secret.is_well_formed(code, secret.Kind.AUTHORIZATION_CODE):
            description = _("This address holds no code. Start again in the application.")
            return error_page(request, "invalid_request", description, 400)
        return page(request, "native.html", {"code": code})
