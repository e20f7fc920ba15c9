"""An UPDATE whose text is kept."""

from collections.abc import Callable
from typing import Any

from django.db import connections, models
from django.db.models.sql import UpdateQuery

from .place import filled, places


class Update:
    """What ``QuerySet.update`` does to some columns of the rows of a queryset.

    ``queryset`` makes it, given a place instead of a primary key.
    """

    def __init__(self, queryset: Callable[..., "models.QuerySet[Any]"], *names: str) -> None:
        self.queryset = queryset
        self.names = names
        self._statements: dict[str, tuple[str, tuple[Any, ...]]] = {}
        self._fields: list[Any] = []

    def run(self, pk: Any, *values: Any, using: str) -> int:
        """Give the columns these values, in their order. Returns how many rows it met."""
        if (statement := self._statements.get(using)) is None:
            statement = self._statements[using] = self._compiled(using)
        sql, parameters = statement
        connection = connections[using]
        stored = [
            field.get_db_prep_save(value, connection=connection)
            for field, value in zip(self._fields, values, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled(parameters, [pk, *stored]))
            return int(cursor.rowcount)

    def _compiled(self, using: str) -> tuple[str, tuple[Any, ...]]:
        at, *new = places(1 + len(self.names))
        queryset = self.queryset(at)
        fields = queryset.model._meta
        self._fields = [fields.get_field(name) for name in self.names]
        query: Any = queryset.query.chain(UpdateQuery)
        query.add_update_values(dict(zip(self.names, new, strict=True)))
        sql, parameters = query.get_compiler(using=using).as_sql()
        return sql, tuple(parameters)
