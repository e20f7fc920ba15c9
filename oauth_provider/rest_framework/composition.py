"""Permissions that compose with ``&`` and ``|`` and still name the scopes that would do."""

from collections.abc import Callable, Iterator
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from rest_framework.permissions import AND, OR, BasePermission, BasePermissionMetaclass
from rest_framework.request import Request

from oauth_provider.models import AccessToken

from .challenges import InsufficientScope
from .required_scopes import AnyOf

if TYPE_CHECKING:  # at run time, views import permissions
    from rest_framework.views import APIView

MEANING: dict[Any, Callable[[AnyOf, AnyOf], AnyOf]] = {AND: and_, OR: or_}
OPERANDS = ("op1_class", "op2_class")  # as Django REST framework names them


class ScopePermissionType(BasePermissionMetaclass):
    """Composes like any permission class, also with one to its left, into one of ours."""

    def __and__(self, other: Any) -> Any:
        return _composed(AND, self, other)

    def __rand__(self, other: Any) -> Any:
        return _composed(AND, other, self)

    def __or__(self, other: Any) -> Any:
        return _composed(OR, self, other)

    def __ror__(self, other: Any) -> Any:
        return _composed(OR, other, self)


class ScopePermission(BasePermission, metaclass=ScopePermissionType):
    """A permission that knows, when it has refused, which scopes would have done."""

    token: AccessToken
    lacking: AnyOf | None = None

    @property
    def message(self) -> None:
        """DRF asks this of a permission that refused: raise the challenge instead of its own 403.

        Raised here and not in ``has_permission``, so that ``|`` and ``~`` can still be composed.
        """
        if self.lacking is not None:
            raise InsufficientScope(self.lacking.nearest_to(self.token))


class Composed(ScopePermission):
    """Two permissions and DRF's operator between them, which alone decides who is let in."""

    operator_class: Any
    op1_class: Any
    op2_class: Any

    def __init__(self) -> None:
        self.operands = (self.op1_class(), self.op2_class())
        self.operator = self.operator_class(*self.operands)

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """What the operator says."""
        allowed = bool(self.operator.has_permission(request, view))
        first, second = self.operands
        if _lacking(first) is not None and _is_simple(second):
            second.has_permission(request, view)  # AND has stopped before: name all that is lacking
        return self._judged(request, allowed)

    def has_object_permission(self, request: Request, view: "APIView", obj: Any) -> bool:
        """What the operator says."""
        allowed = bool(self.operator.has_object_permission(request, view, obj))
        return self._judged(request, allowed)

    def _judged(self, request: Request, allowed: bool) -> bool:
        lacking = [found for each in self.operands if (found := _lacking(each)) is not None]
        token: Any = request.auth
        self.token, self.lacking = token, None
        if lacking and not allowed:
            self.lacking = reduce(MEANING[self.operator_class], lacking)
        return allowed


def classes_in(permission: Any) -> Iterator[Any]:
    """The permission classes of a combination, whoever composed it."""
    operands = [getattr(permission, name) for name in OPERANDS if hasattr(permission, name)]
    for operand in operands:
        yield from classes_in(operand)
    if not operands:
        yield permission


def _composed(operator: Any, *operands: Any) -> Any:
    named = dict(zip(OPERANDS, operands, strict=True))
    return ScopePermissionType("Composed", (Composed,), {"operator_class": operator, **named})


def _lacking(permission: object) -> AnyOf | None:
    return permission.lacking if isinstance(permission, ScopePermission) else None


def _is_simple(permission: object) -> bool:
    return isinstance(permission, ScopePermission) and not isinstance(permission, Composed)
