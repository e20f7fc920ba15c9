"""The toolkit's class-based views for protected resources: change the import, and nothing else."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from .decorators import read_or_write
from .guard import refusal


class ProtectedResourceView(View):
    """Runs for a token; a preflight request passes without one."""

    def get_scopes(self) -> list[str]:
        """The scopes that a token needs."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse, or go on."""
        refused = None if request.method == "OPTIONS" else refusal(request, self.get_scopes())
        return super().dispatch(request, *args, **kwargs) if refused is None else refused


class ScopedProtectedResourceView(ProtectedResourceView):
    """Runs for a token with its ``required_scopes``."""

    required_scopes: ClassVar[Sequence[str] | None] = None

    def get_scopes(self) -> list[str]:
        """The ``required_scopes``."""
        if self.required_scopes is None:
            raise ImproperlyConfigured("This view needs required_scopes, or get_scopes().")
        return list(self.required_scopes)


class ReadWriteScopedResourceView(ScopedProtectedResourceView):
    """The same, and the read scope for GET and HEAD, the write scope for the rest."""

    required_scopes: ClassVar[Sequence[str] | None] = ()

    def get_scopes(self) -> list[str]:
        """The ``required_scopes``, and read or write."""
        return [*super().get_scopes(), read_or_write(self.request)]
