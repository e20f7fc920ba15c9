"""As whom is a request answered: signing in (again), choosing an account, using another one."""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedRedirect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from oauth_provider import bridge
from oauth_provider.protocol import authorization
from oauth_provider.protocol.authorization import Prompt

from . import asking, stamp
from .confidential import keep_confidential
from .pages import error_page
from .unavailable import AvailableView


def to_login_page(request: HttpRequest, way_back: str) -> HttpResponse:
    """Sign in, and come back. Django refuses addresses that no browser would keep."""
    try:
        return redirect_to_login(way_back)
    except DisallowedRedirect:
        return error_page(request, "invalid_request", "The query is too long.", 414)


def ask_to_sign_in(request: HttpRequest, prompt: Prompt, *_: Any) -> HttpResponse:
    """To the login page, once. One that lets people through as they are needs a sign-out first."""
    if stamp.presence(request, prompt.message).was_asked:
        return asking.page(request, "authorize/sign_in_again.html", prompt)
    return to_login_page(request, _way_back(request, prompt))


def ask_which(request: HttpRequest, prompt: Prompt, *_: Any) -> HttpResponse:
    """The account that is signed in, or another one?"""
    own = {"go_on_url": stamp.after_choosing(request, prompt.message)}
    return asking.page(request, "authorize/select_account.html", prompt, own)


@method_decorator(csrf_protect, name="dispatch")
class SwitchAccountView(AvailableView):
    """Signs out, and comes back to this very request with whoever signs in next."""

    http_method_names = ["post"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """A state passes through here too."""
        keep_confidential(request)
        super().setup(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Only for a request that can be answered; what is wrong with another, its page says."""
        try:
            outcome = authorization.examine(bridge.read_query(request))
        except bridge.UnreadableError as error:
            return error_page(request, "invalid_request", error.description, error.status)
        if not isinstance(outcome, Prompt):
            return redirect(stamp.address(request))
        logout(request)
        return to_login_page(request, _way_back(request, outcome))


def _way_back(request: HttpRequest, prompt: Prompt) -> str:
    if prompt.demands.is_about_login:
        return stamp.after_signing_in(request, prompt.message)
    return stamp.address(request)
