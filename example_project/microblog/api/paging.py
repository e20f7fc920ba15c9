"""Lists are read newest first, a page at a time: ``limit``, ``max_id`` and ``since_id``."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

MAX_LIMIT = 40
LARGEST_ID = 10**18 - 1

M = TypeVar("M", bound=Model)


class PageParameters(serializers.Serializer[None]):
    """What may be asked of every list."""

    limit = serializers.IntegerField(default=20, min_value=1)
    max_id = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_ID)
    since_id = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_ID)

    def validate_limit(self, limit: int) -> int:
        """More than a page may hold gets a full page."""
        return min(limit, MAX_LIMIT)


def page_of(records: QuerySet[M], request: Request) -> list[M]:
    """The page that was asked for."""
    asked = PageParameters(data=request.query_params)
    asked.is_valid(raise_exception=True)
    bounds = {"max_id": "pk__lt", "since_id": "pk__gt"}
    given = asked.validated_data
    wanted = {lookup: given[name] for name, lookup in bounds.items() if name in given}
    return list(records.filter(**wanted).order_by("-pk")[: given["limit"]])


def paged(
    records: QuerySet[M], request: Request, show: Callable[[M, Request], dict[str, Any]]
) -> Response:
    """The answer with a page, and in ``Link`` (RFC 8288) where the next one is."""
    page = page_of(records, request)
    response = Response([show(record, request) for record in page])
    if page:
        query = request.query_params.copy()
        query["max_id"] = str(page[-1].pk)
        address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        response["Link"] = f'<{address}>; rel="next"'
    return response
