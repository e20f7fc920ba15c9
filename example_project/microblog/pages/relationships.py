"""Buttons: follow, block, mute, and back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from example_project.microblog.models import Account, relation
from example_project.microblog.records import named

from .viewer import member_of

CHANGES: dict[str, tuple[Callable[[Account, Account], None], Any]] = {
    "follow": (relation.follow, gettext_lazy("You follow %(name)s now.")),
    "unfollow": (relation.unfollow, gettext_lazy("You no longer follow %(name)s.")),
    "block": (relation.block, gettext_lazy("You block %(name)s now.")),
    "unblock": (relation.unblock, gettext_lazy("You no longer block %(name)s.")),
    "mute": (relation.mute, gettext_lazy("You mute %(name)s now.")),
    "unmute": (relation.unmute, gettext_lazy("You no longer mute %(name)s.")),
}


@login_required
def change_relationship(request: HttpRequest, username: str, change: str) -> HttpResponse:
    """Makes the change that the button names, and goes back to where the button was."""
    if request.method != "POST":  # as after signing in, which comes back with a GET
        return redirect("profile", username)
    account = named(Account.objects.active().select_related("user"), username)
    make, done = CHANGES[change]
    try:
        make(member_of(request), account)
    except PermissionDenied:
        messages.error(request, _("You cannot follow %(name)s.") % {"name": f"@{username}"})
    else:
        messages.success(request, done % {"name": f"@{username}"})
    return redirect(way_back(request, username))


def way_back(request: HttpRequest, username: str) -> str:
    """The page that the form names if it is on this site, else the profile."""
    page = request.POST.get("next", "")
    hosts, is_secure = {request.get_host()}, request.is_secure()
    if url_has_allowed_host_and_scheme(page, allowed_hosts=hosts, require_https=is_secure):
        return page
    return resolve_url("profile", username)
