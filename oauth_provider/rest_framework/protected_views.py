"""Which views ask for which scopes? Found by walking the URLs; no view is run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from .composition import classes_in
from .permissions import TokenHasReadWriteScope, TokenHasScope
from .required_scopes import AnyOf, RequiredScopes


@dataclass(frozen=True)
class ProtectedView:
    """A view that asks for scopes, by its dotted name, or that asks for none and is closed."""

    name: str
    scopes: tuple[str, ...]
    is_closed: bool


def protected_views() -> Iterable[ProtectedView]:
    """Each of them once, however many URLs lead to it."""
    found = (_described(callback) for callback in _callbacks(get_resolver().url_patterns))
    return dict.fromkeys(view for view in found if view is not None)


def _callbacks(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _callbacks(pattern.url_patterns)
        else:
            yield pattern.callback


def _described(callback: Any) -> ProtectedView | None:
    api_view = getattr(callback, "cls", None)
    if isinstance(api_view, type) and issubclass(api_view, APIView):
        return _of_rest_framework(api_view, getattr(callback, "initkwargs", {}))
    if hasattr(callback, "required_scopes"):
        return _of_django(getattr(callback, "view_class", callback), callback.required_scopes)
    return None


def _of_django(view: Any, declared: RequiredScopes | None) -> ProtectedView:
    return ProtectedView(_dotted(view), _names(declared), is_closed=declared is None)


def _of_rest_framework(view: type[APIView], options: Mapping[str, Any]) -> ProtectedView | None:
    """What a class declares, or ``as_view`` or ``@action`` in its stead; None if it asks nobody."""
    own = options.get("required_scopes", getattr(view, "required_scopes", None))
    permissions: Any = options.get("permission_classes", view.permission_classes)
    is_static = view.get_permissions is APIView.get_permissions and isinstance(
        permissions, Sequence
    )
    if not is_static:  # decided at each request
        return ProtectedView(_dotted(view), _names(own), is_closed=False)
    if not (asked := list(_asked(permissions))):
        return None
    scopes = [own, *(each.declared for each in asked)]
    if any(issubclass(each, TokenHasReadWriteScope) for each in asked):
        scopes.append(["read", "write"])
    is_closed = own is None and any(each.is_closed_without() for each in asked)
    return ProtectedView(_dotted(view), tuple(chain(*map(_names, scopes))), is_closed)


def _asked(permissions: Iterable[Any]) -> Iterator[type[TokenHasScope]]:
    for each in chain(*map(classes_in, permissions)):
        if isinstance(each, type) and issubclass(each, TokenHasScope):
            yield each


def _dotted(view: Any) -> str:
    return f"{view.__module__}.{view.__name__}"


def _names(declared: object) -> tuple[str, ...]:
    """The scopes in a declaration; none if it is only known at each request."""
    if isinstance(declared, Mapping):
        return tuple(chain(*map(_names, declared.values())))
    if isinstance(declared, Sequence | AnyOf):
        return tuple(chain(*AnyOf(declared).sets))
    return ()
