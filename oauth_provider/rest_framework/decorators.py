"""``@require_scopes`` for Django REST framework's function-based views."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from rest_framework.settings import api_settings

from .composition import ScopePermissionType
from .permissions import TokenHasScope
from .required_scopes import RequiredScopes, declared

PLACE = (
    "@require_scopes belongs to function-based views: directly above @api_view, or below it and "
    "above @permission_classes. A class names required_scopes; a view of plain Django has "
    "@scope_required."
)


def require_scopes(*required: RequiredScopes) -> Callable[[Any], Any]:
    """Let tokens in that cover these scopes: ``@require_scopes("read:statuses")``.

    Takes names, or what ``required_scopes`` takes: ``{"GET": "read", "POST": AnyOf(…)}``. It
    joins the view's other permissions, and takes the place of those that would ask the view.
    """
    attributes = {"declared": declared(*required)}
    permission = ScopePermissionType("RequiredScopes", (TokenHasScope,), attributes)

    def decorate(view: Any) -> Any:
        api_view: Any = getattr(view, "cls", None)
        if api_view is None and not isinstance(view, type):
            return _guarded(view, permission)
        if getattr(api_view, "__qualname__", "") != "WrappedAPIView":  # what @api_view makes
            raise TypeError(PLACE)
        api_view.permission_classes = _joined(api_view.permission_classes, permission)
        return view

    return decorate


def _guarded(function: Any, permission: Any) -> Any:
    """The function, which @api_view gives the permission, and which runs only if it was asked."""

    @wraps(function)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        view = (getattr(request, "parser_context", None) or {}).get("view")
        if permission not in getattr(view, "permission_classes", ()):
            raise ImproperlyConfigured(PLACE)
        return function(request, *args, **kwargs)

    others = getattr(function, "permission_classes", api_settings.DEFAULT_PERMISSION_CLASSES)
    guarded.permission_classes = _joined(others, permission)  # type: ignore[attr-defined]
    return guarded


def _joined(others: Sequence[Any], permission: Any) -> list[Any]:
    return [*(other for other in others if not _asks_the_view(other)), permission]


def _asks_the_view(permission: Any) -> bool:
    is_ours = isinstance(permission, type) and issubclass(permission, TokenHasScope)
    return is_ours and permission.is_closed_without()
