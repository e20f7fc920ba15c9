"""A page: what applications can do here, and the scopes that they need for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

GROUP = slice(3, 4)  # of /api/v1/accounts/…, the word after the version


@dataclass(frozen=True)
class Operation:
    """One thing to do, and the sets of scopes of which any one is enough."""

    method: str
    path: str
    description: str
    needs: list[tuple[str, ...]]

    @property
    def group(self) -> str:
        """What it is about."""
        return "".join(self.path.split("/")[GROUP])


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The whole API."""
    groups = groupby(operations(), key=lambda operation: operation.group)
    shown = [{"name": name, "operations": list(each)} for name, each in groups]
    return render(request, "microblog/api_guide.html", {"groups": shown})


@cache
def operations() -> list[Operation]:
    """All of them, by what they are about: the same as long as the process runs."""
    described: Any = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    found = [
        each for path, item in described["paths"].items() for each in operations_at(path, item)
    ]
    return sorted(found, key=lambda operation: (operation.group, operation.path))


def operations_at(path: str, item: dict[str, Any]) -> Iterator[Operation]:
    """What can be done at one address."""
    for method, described in item.items():
        sets = (tuple(chain(*each.values())) for each in described.get("security", []))
        needs, text = list(dict.fromkeys(sets)), described.get("description", "")
        yield Operation(method.upper(), path.rstrip("/"), text, needs)
