"""Pages: one status in its thread, a form to post, and a question before one is deleted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from example_project.microblog.models import Account, Status
from example_project.microblog.models.details import detailed_statuses
from example_project.microblog.models.posting import post
from example_project.microblog.models.thread import thread_of
from example_project.microblog.records import found

from .forms import StatusForm
from .viewer import member_of, viewer_of


@require_safe
def show_status(request: HttpRequest, status_id: str) -> HttpResponse:
    """One status, what it replies to, and what replies to it."""
    viewer = viewer_of(request)
    status = found(detailed_statuses().visible_to(viewer), status_id)
    context = {"status": status, "thread": thread_of(status, viewer)}
    if viewer is not None:
        context["form"] = StatusForm(initial={"visibility": status.visibility})
    return render(request, "microblog/status.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """Posts a status, or a reply to one."""
    viewer = member_of(request)
    parent = parent_for(viewer, request.POST.get("in_reply_to") or request.GET.get("in_reply_to"))
    initial = {"visibility": parent.visibility} if parent else {}
    form = StatusForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return render(request, "microblog/compose.html", {"form": form, "parent": parent})
    post(viewer, form.draft(parent))
    messages.success(request, _("Posted."))
    return redirect("status", parent.pk) if parent else redirect("home")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_status(request: HttpRequest, status_id: str) -> HttpResponse:
    """Asks, and then deletes a status of one's own."""
    status = found(detailed_statuses().filter(account=member_of(request)), status_id)
    if request.method != "POST":
        return render(request, "microblog/delete_status.html", {"status": status})
    status.delete()
    messages.success(request, _("The post is deleted."))
    return redirect("profile", status.account.username)


def parent_for(viewer: Account | None, status_id: str | None) -> Status | None:
    """What is replied to, if anything. Raises Http404 if the viewer cannot see it."""
    return found(detailed_statuses().visible_to(viewer), status_id) if status_id else None
