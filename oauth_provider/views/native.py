"""The page that shows a code to copy, for clients without a redirect URI of their own."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from oauth_provider.models import AuthorizationCode

from .language import in_asked_language
from .pages import error_page, page
from .unavailable import AvailableView


@method_decorator(in_asked_language, name="dispatch")
class NativeView(LoginRequiredMixin, AvailableView):
    """Shows the authorization code that a person carries to the application by hand."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a code to the user who allowed it: nobody is talked into passing on another's."""
        code = request.GET.get("code", "")
        found = AuthorizationCode.find(code)
        if found is None or found.grant.user != request.user:
            description = _("This address holds no code of yours. Start again in the application.")
            return error_page(request, "invalid_request", description, 400)
        return page(request, "native.html", {"code": code})
