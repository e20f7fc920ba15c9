"""Pictures of accounts."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from example_project.microblog.portrait import Portrait

DAY = 24 * 3600  # seconds


@require_safe
@cache_control(public=True, max_age=DAY)
def picture(request: HttpRequest, username: str, *, template: str) -> HttpResponse:
    """What is drawn from a name, whether or not there is an account."""
    context = {"portrait": Portrait(username)}
    return render(request, template, context, content_type="image/svg+xml")


avatar = partial(picture, template="microblog/avatar.svg")
banner = partial(picture, template="microblog/banner.svg")
