"""Lists that open at once however many rows there are: newest first, never counted to the end."""

from functools import cached_property
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse

from .object_page import ObjectPageAdmin

COUNTED = 1000  # rows; who wants an older one searches
NEWEST_FIRST: list[str | Combinable] = ["-id"]


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages over the first thousand rows. Counting a million takes longer than showing fifty."""

    @cached_property
    def count(self) -> int:
        """How many rows there are to page through."""
        return min(self._found, COUNTED)

    @property
    def is_cut(self) -> bool:
        """Are there more?"""
        return self._found > COUNTED

    @cached_property
    def _found(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by()[: COUNTED + 1].count()


class NewestFirst(ChangeList):
    """A list that only its primary key orders."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str | Combinable]:
        """Newest first, whatever the URL asks for."""
        return NEWEST_FIRST

    def get_queryset(self, request: HttpRequest, *args: Any, **options: Any) -> QuerySet[Any]:
        """What is only looked at may come from a replica; what is chosen to be changed may not."""
        found: Any = super().get_queryset(request, *args, **options)
        return cast("QuerySet[Any]", found if request.method == "POST" else found.may_lag())

    def apply_select_related(self, qs: QuerySet[Any]) -> QuerySet[Any]:
        """Related rows by queries of their own: joined, MariaDB sorts the table to show its end."""
        related: Any = self.list_select_related
        return qs.prefetch_related(*related) if related else qs

    def get_results(self, request: HttpRequest) -> None:
        """Say how many there are only where somebody searched."""
        super().get_results(request)
        if not self.query:
            self.full_result_count = self.result_count


class LargeTableAdmin(ObjectPageAdmin):
    """A table that may have millions of rows."""

    hidden_fields: tuple[str, ...] = ()  # never read from the database
    lookups: frozenset[str] = frozenset()  # what a URL may filter by, each of them indexed
    paginator = BoundedPaginator
    ordering = NEWEST_FIRST
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["id"]  # shows the box; ``search`` does the work

    class Media:
        css = {"all": ["oauth_provider/admin.css"]}

    def search(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        """The rows that somebody who typed this is after."""
        raise NotImplementedError

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """What ``search`` finds, and that it finds nothing twice."""
        term = search_term.strip()
        return (self.search(queryset, term) if term else queryset), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that keeps its order."""
        return NewestFirst

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the columns that are nobody's to see."""
        return super().get_queryset(request).defer(*self.hidden_fields)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Filtering by a digest would spell it out, and by most columns would scan the table."""
        return lookup in self.lookups

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **options: Any
    ) -> HttpResponse | None:
        """Do nothing where the selection is not one that the list offered."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(value.isdecimal() for value in chosen):
            return None
        return super().response_action(request, queryset, *args, **options)
