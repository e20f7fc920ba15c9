"""The page of one row: buttons for its actions, and links to what hangs from it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst


class ObjectPageAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Offers on the page of a row what the list offers for a selection."""

    related: dict[type[Model], str] = {}  # tables to link to, and by which parameter

    def is_applicable(self, action: str, row: Any) -> bool:
        """Does the action make sense for this row?"""
        return True

    def related_value(self, row: Any) -> int | str:
        """What the parameter of a link to a related table says."""
        return int(row.pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the buttons and the links."""
        if (row := context.get("original")) is not None:
            context["row_actions"] = list(self._row_actions(request, row))
            context["row_links"] = list(self._row_links(request, row))
        return super().render_change_form(request, context, *args, **kwargs)

    def _row_actions(self, request: HttpRequest, row: Any) -> Iterable[tuple[str, str]]:
        for name, label in self.get_action_choices(request, default_choices=[]):
            if name != "delete_selected" and self.is_applicable(name, row):
                yield name, label

    def _row_links(self, request: HttpRequest, row: Any) -> Iterable[tuple[str, str]]:
        registered = filter(self.admin_site.is_registered, self.related)
        for model_admin in map(self.admin_site.get_model_admin, registered):
            if model_admin.has_view_or_change_permission(request):
                options = model_admin.opts
                url = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
                query = urlencode({self.related[model_admin.model]: self.related_value(row)})
                yield capfirst(str(options.verbose_name_plural)), f"{url}?{query}"
