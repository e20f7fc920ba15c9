"""A page: people and posts, by what they are called and what they say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from example_project.microblog.models.details import detailed_accounts, detailed_statuses

from .forms import SearchForm
from .profiles import with_relationships
from .viewer import viewer_of

LENGTH = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was looked for, and what there is of it."""
    form = SearchForm(request.GET or None)
    if not form.is_valid():
        return render(request, "microblog/search.html", {"form": form})
    text, viewer = form.cleaned_data["q"], viewer_of(request)
    accounts = detailed_accounts().active().named_like(text.removeprefix("@"))[:LENGTH]
    said = detailed_statuses().visible_to(viewer).wanted_by(viewer).filter(text__icontains=text)
    found = {
        "people": with_relationships(list(accounts), viewer),
        "statuses": said.order_by("-pk")[:LENGTH],
    }
    return render(request, "microblog/search.html", {"form": form, "text": text, **found})
