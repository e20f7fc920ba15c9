"""Pages: home, with one's own timeline, and what everybody posts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from example_project.microblog.models.details import detailed_statuses

from .forms import StatusForm
from .paging import page_of
from .viewer import viewer_of

WELCOMING = 3  # statuses


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the demo is; for somebody who signed in, their timeline."""
    viewer = viewer_of(request)
    if viewer is None:
        latest = detailed_statuses().public(None).order_by("-pk")[:WELCOMING]
        return render(request, "microblog/welcome.html", {"statuses": latest})
    page = page_of(request, detailed_statuses().home_of(viewer))
    return render(request, "microblog/home.html", {"viewer": viewer, "form": StatusForm(), **page})


@require_safe
def public_timeline(request: HttpRequest) -> HttpResponse:
    """What everybody posts."""
    page = page_of(request, detailed_statuses().public(viewer_of(request)))
    return render(request, "microblog/public_timeline.html", page)
