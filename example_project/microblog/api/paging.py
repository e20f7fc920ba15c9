"""Lists are read newest first, a page at a time, by ``limit`` and the ids of their records."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

MAX_LIMIT = 40
LARGEST_ID = 10**18 - 1
LOOKUPS = {"max_id": "pk__lt", "since_id": "pk__gt", "min_id": "pk__gt"}

M = TypeVar("M", bound=Model)


class Limit(serializers.Serializer[None]):
    """How much of a list?"""

    limit = serializers.IntegerField(default=20, min_value=1)

    def validate_limit(self, limit: int) -> int:
        """More than a page may hold gets a full page."""
        return min(limit, MAX_LIMIT)


class PageParameters(Limit):
    """Which part of a list?"""

    max_id = serializers.IntegerField(
        required=False, min_value=0, max_value=LARGEST_ID, help_text="Older than this one."
    )
    since_id = serializers.IntegerField(
        required=False, min_value=0, max_value=LARGEST_ID, help_text="Newer than this one."
    )
    min_id = serializers.IntegerField(
        required=False, min_value=0, max_value=LARGEST_ID, help_text="Those that follow this one."
    )


def asked(parameters: type[serializers.Serializer[None]], request: Request) -> dict[str, Any]:
    """What the query says. Raises ValidationError for rubbish."""
    given = parameters(data=request.query_params)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def page_of(records: QuerySet[M], given: Mapping[str, Any]) -> list[M]:
    """The page that was asked for: the newest records, or those that follow ``min_id``."""
    bounds = {lookup: given[name] for name, lookup in LOOKUPS.items() if name in given}
    is_upwards = "min_id" in given
    page = records.filter(**bounds).order_by("pk" if is_upwards else "-pk")[: given["limit"]]
    return list(page)[::-1] if is_upwards else list(page)


def paged(
    records: QuerySet[M], request: Request, show: Callable[[M, Request], Mapping[str, Any]]
) -> Response:
    """The answer with a page, and in ``Link`` (RFC 8288) where its neighbours are."""
    given = asked(PageParameters, request)
    page = page_of(records, given)
    response = Response([show(record, request) for record in page])
    if page:
        neighbours = {"prev": ("min_id", page[0].pk)}
        if len(page) == given["limit"] or "min_id" in given:
            neighbours = {"next": ("max_id", page[-1].pk), **neighbours}
        response["Link"] = ", ".join(
            f'<{address_of(request, *bound)}>; rel="{name}"' for name, bound in neighbours.items()
        )
    return response


def address_of(request: Request, name: str, bound: int) -> str:
    """The same list from somewhere else."""
    query = request.query_params.copy()
    for bounding in LOOKUPS:
        query.pop(bounding, None)
    query[name] = str(bound)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
