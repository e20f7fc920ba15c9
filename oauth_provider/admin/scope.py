"""Scopes: the words that clients ask with, and the sentences that users read."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oauth_provider.conf import PREFIX, conf
from oauth_provider.models import Scope
from oauth_provider.models.scope import registry

from .scope_form import ScopeForm

SETTING = f"{PREFIX}SCOPES"
NO_GROUP = "-"
FIELD_LABELS = {field.name: field.verbose_name for field in Scope._meta.fields}
FIELDSETS: list[Any] = [
    (None, {"fields": ["name", "title", "description", "group", "is_sensitive", "is_default"]}),
    (_("What it includes"), {"fields": ["implies", "included"]}),
    (_("Other languages"), {"fields": ["translations"], "classes": ["collapse"]}),
]
IN_THE_CODE = (_("In the code"), {"fields": ["differences"]})


class GroupFilter(admin.SimpleListFilter):
    """Under which heading?"""

    title = _("group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The groups there are."""
        groups = Scope.objects.order_by("group").values_list("group", flat=True).distinct()
        return [(group or NO_GROUP, group or gettext("No group")) for group in groups]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The scopes of the chosen group."""
        if (chosen := self.value()) is None:
            return queryset
        return queryset.filter(group="" if chosen == NO_GROUP else chosen)


@admin.register(Scope)
class ScopeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Scopes, by name, and what of them the code declares otherwise."""

    form = ScopeForm
    list_display = ["name", "title", "group", "marks", "declaration", "implied"]
    list_filter = [GroupFilter, "is_default", "is_sensitive"]
    search_fields = ["name", "title", "description"]
    readonly_fields = ["included", "differences"]

    def get_fieldsets(self, request: HttpRequest, obj: Scope | None = None) -> list[Any]:
        """What the code says of it, if it does."""
        is_declared = obj is not None and obj.name in conf.SCOPES
        return [*FIELDSETS, IN_THE_CODE] if is_declared else FIELDSETS

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with them; and that some come back."""
        shown, *others = super().get_deleted_objects(objs, request)
        return [*shown, *map(_about_return, _declared(objs))], *others

    @admin.display(description=_("marks"))
    def marks(self, scope: Scope) -> str:
        """What is special about it, in words."""
        found = {gettext("default"): scope.is_default, gettext("sensitive"): scope.is_sensitive}
        return ", ".join(word for word, is_so in found.items() if is_so)

    @admin.display(description=_("implies"))
    def implied(self, scope: Scope) -> str:
        """As it is written."""
        return ", ".join(scope.implied_names)

    @admin.display(description=_("in all"))
    def included(self, scope: Scope) -> str:
        """What a token with it may do, by name."""
        if not scope.pk:
            return ""
        return ", ".join(sorted(registry().implications.expand([scope.name]) - {scope.name}))

    @admin.display(description=_("in the code"))
    def declaration(self, scope: Scope) -> str:
        """Does the code declare it, and what was changed here?"""
        if scope.name not in conf.SCOPES:
            return ""
        if not scope.changed_fields:
            return gettext("as declared")
        fields = ", ".join(map(_label, scope.changed_fields))
        return gettext("changed here: %(fields)s") % {"fields": fields}

    @admin.display(description=_("changed here"))
    def differences(self, scope: Scope) -> SafeString | str:
        """What the code says where it says something else."""
        if not scope.changed_fields:
            return gettext("Nothing. What you change here stays when the code changes.")
        text = gettext("%(field)s, where the code says: %(value)s")
        said = (
            text % {"field": capfirst(_label(name)), "value": _written(scope.declared[name])}
            for name in scope.changed_fields
        )
        return format_html_join("", "<p>{}</p>", ((line,) for line in said))


def _declared(scopes: Iterable[Scope]) -> list[str]:
    return [scope.name for scope in scopes if scope.name in conf.SCOPES]


def _about_return(name: str) -> str:
    text = gettext(
        "The next migrate defines %(name)s again, unless you take it out of %(setting)s."
    )
    return text % {"name": name, "setting": SETTING}


def _label(field: str) -> str:
    return str(FIELD_LABELS[field])


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or gettext("nothing")
    if isinstance(value, dict) and value:
        return json.dumps(value, ensure_ascii=False)
    return str(value or gettext("nothing"))
