"""Which language is asked for? OpenID's ``ui_locales`` and Mastodon's ``lang``."""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

View = Callable[..., HttpResponseBase]

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}")  # BCP 47, and as "pt_BR"
MOST = 10  # of how many languages the first that is spoken here is taken


def in_asked_language(view: View) -> View:
    """Show the page in the first language asked for that the site speaks, else as it would be."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (language := asked_language(request)) is None:
            return view(request, *args, **kwargs)
        with translation.override(language):
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response

    return shown


def asked_language(request: HttpRequest) -> str | None:
    """The first language of the request's own that the site speaks."""
    return next((found for tag in _tags(request) if (found := _spoken(tag))), None)


def _tags(request: HttpRequest) -> Iterator[str]:
    """In the order of preference (OpenID Connect Core §3.1.2.1)."""
    try:
        asked = " ".join((*request.GET.getlist("lang"), *request.GET.getlist("ui_locales")))
    except SuspiciousOperation:  # too many parameters: said where they are read
        return
    for tag in asked.split(maxsplit=MOST)[:MOST]:
        if LANGUAGE_TAG.fullmatch(tag):
            yield tag.replace("_", "-").lower()


def _spoken(tag: str) -> str | None:
    try:
        return translation.get_supported_language_variant(tag)
    except LookupError:
        return None
