"""What the pages share that are for somebody who signed in."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from .unavailable import AvailableView


@method_decorator(csrf_protect, name="dispatch")
class SignedInView(AvailableView):
    """A page for somebody who is signed in; others sign in first, and come back."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Know who it is."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)


def go_on(done: str, to: str, *args: Any) -> HttpResponse:
    """On to a page that says what was done."""
    return redirect(f"{reverse(f'oauth_provider:{to}', args=args)}?done={done}")


def note_of(request: HttpRequest, notes: Mapping[str, Any]) -> Any:
    """What the page says was done, if it is one of these notes."""
    return notes.get(request.GET.get("done", "")) if request.method == "GET" else None
