"""How the OpenAPI description learns what the code does not say by itself."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import resolve_type_hint
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import SAFE_METHODS

from .views import OpenToRead

F = TypeVar("F", bound=Callable[..., Any])

idempotency_key = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Whoever sends one again gets what was posted the first time.",
)


def answers(
    entity: Any, *, request: Any = None, parameters: Sequence[Any] = ()
) -> Callable[[F], F]:
    """Says what a method takes, and what it answers with."""
    responses = {200: resolve_type_hint(entity)}  # type: ignore[no-untyped-call]
    return extend_schema(request=request, parameters=list(parameters), responses=responses)


def ids(name: str) -> OpenApiParameter:
    """A query parameter that can be repeated."""
    return OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.QUERY, many=True)


class MicroblogSchema(AutoSchema):
    """Knows that what everybody may read needs no token, and what a route says of itself."""

    def get_description(self) -> str:  # type: ignore[override]  # the stubs know only DRF's own
        """What an operation does."""
        return getattr(self.view, "description", "") or str(super().get_description())

    def get_auth(self) -> list[dict[str, Any]]:
        """What is needed, and nothing as an alternative."""
        needed: list[dict[str, Any]] = super().get_auth()
        is_open = any(isinstance(each, OpenToRead) for each in self.view.get_permissions())
        return [*needed, {}] if is_open and self.method in SAFE_METHODS else needed
