"""Pages: home, timeline, profile, one status, and a form to post."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from example_project.microblog.models import Account, Status
from example_project.microblog.models.details import detailed_accounts, detailed_statuses
from example_project.microblog.models.status import StatusQuerySet
from example_project.microblog.records import found, record_id

from .forms import StatusForm

PAGE_LENGTH = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the demo is; for somebody who signed in, also their timeline."""
    viewer = viewer_of(request)
    if viewer is None:
        return render(request, "microblog/welcome.html")
    page = page_of(request, detailed_statuses().home_of(viewer))
    return render(request, "microblog/home.html", {"form": StatusForm(), **page})


@require_safe
def public_timeline(request: HttpRequest) -> HttpResponse:
    """What everybody posts."""
    page = page_of(request, detailed_statuses().public(viewer_of(request)))
    return render(request, "microblog/public_timeline.html", page)


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """One account and what it posted."""
    account = get_object_or_404(detailed_accounts().active(), user__username=username)
    statuses = detailed_statuses().filter(account=account).visible_to(viewer_of(request))
    page = page_of(request, statuses)
    return render(request, "microblog/profile.html", {"account": account, **page})


@require_safe
def show_status(request: HttpRequest, status_id: str) -> HttpResponse:
    """One status."""
    status = found(detailed_statuses().visible_to(viewer_of(request)), status_id)
    return render(request, "microblog/status.html", {"status": status})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """Posts a status."""
    viewer, form = viewer_of(request), StatusForm(request.POST or None)
    if viewer is None or not form.is_valid():
        return render(request, "microblog/compose.html", {"form": form})
    Status.objects.create(account=viewer, **form.cleaned_data)
    messages.success(request, "Posted.")
    return redirect("home")


def viewer_of(request: HttpRequest) -> Account | None:
    """The account of whoever signed in."""
    return Account.objects.of(request.user) if isinstance(request.user, User) else None


def page_of(request: HttpRequest, statuses: StatusQuerySet) -> dict[str, Any]:
    """One page of statuses, newest first, and where the next one starts."""
    if "max_id" in request.GET:
        statuses = statuses.filter(pk__lt=record_id(request.GET["max_id"]))
    page = list(statuses.order_by("-pk")[: PAGE_LENGTH + 1])
    shown = page[:PAGE_LENGTH]
    return {"statuses": shown, "next_max_id": shown[-1].pk if len(page) > PAGE_LENGTH else None}
