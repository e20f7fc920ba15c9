"""Filters of the list of clients. They count nothing."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain.grant_type import ClientType

from .columns import KINDS, STATES


class KindFilter(SimpleListFilter):
    """Confidential or public?"""

    title = _("type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The types."""
        return [(kind.value, str(KINDS[kind])) for kind in ClientType]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Clients of the chosen type."""
        return queryset.filter(client_type=self.value()) if self.value() else queryset


class StateFilter(SimpleListFilter):
    """Enabled or disabled?"""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states."""
        return [(state, str(STATES[state])) for state in ("enabled", "disabled")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Clients in the chosen state."""
        if self.value() is None:
            return queryset
        return queryset.filter(disabled_at__isnull=self.value() == "enabled")
