"""Lists in pages, newest first."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from example_project.microblog.records import record_id

LENGTH = 20


def page_of(request: HttpRequest, records: QuerySet[Any], name: str = "statuses") -> dict[str, Any]:
    """One page of the records, and where the next one starts."""
    is_first = "max_id" not in request.GET
    if not is_first:
        records = records.filter(pk__lt=record_id(request.GET["max_id"]))
    page = list(records.order_by("-pk")[: LENGTH + 1])
    shown = page[:LENGTH]
    next_max_id = shown[-1].pk if len(page) > LENGTH else None
    return {name: shown, "next_max_id": next_max_id, "is_first_page": is_first}
