"""Whole rows, by a SELECT whose text is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connections, models

from .place import filled, places

M = TypeVar("M", bound=models.Model)


class Select(Generic[M]):
    """The rows of a queryset, and those that its ``select_related`` joins.

    ``queryset`` makes it, given places instead of values. The values must be as the database takes
    them: text or integers.
    """

    def __init__(self, queryset: Callable[..., "models.QuerySet[M]"]) -> None:
        self.queryset = queryset
        self._plans: dict[tuple[str, int, bool], _Plan] = {}

    def rows(self, *values: str | int, using: str) -> list[M]:
        """The rows for these values, from one database."""
        key = (using, len(values), settings.USE_TZ)  # by which times are read in another way
        if (plan := self._plans.get(key)) is None:
            queryset = self.queryset(*places(len(values)))
            plan = self._plans[key] = _Plan.of(queryset.using(using))
        return plan.rows(values)

    def first(self, *values: str | int, using: str) -> M | None:
        """The first of them, if there is one."""
        return next(iter(self.rows(*values, using=using)), None)


@dataclass(frozen=True)
class _Part:
    """How one instance comes of a row, and how it hangs from the one before."""

    model: type[models.Model]
    columns: dict[str, int]
    joined: tuple["_Part", ...]
    attach: Any = None

    @classmethod
    def of(cls, info: Any, select: Sequence[Any]) -> "_Part":
        """As Django's compiler describes it."""
        found = {select[at][0].target.attname: at for at in info["select_fields"]}
        fields = info["model"]._meta.concrete_fields
        return cls(
            info["model"],
            {field.attname: found[field.attname] for field in fields if field.attname in found},
            tuple(cls.of(each, select) for each in info.get("related_klass_infos", ())),
            info.get("local_setter"),
        )

    def instance(self, row: Sequence[Any], using: str) -> models.Model | None:
        """The instance; None where the join found nothing."""
        values = [row[at] for at in self.columns.values()]
        if row[self.columns[self.model._meta.pk.attname]] is None:
            return None
        found = self.model.from_db(using, [*self.columns], values)
        for part in self.joined:
            part.attach(found, part.instance(row, using))
        return found


@dataclass(frozen=True)
class _Plan:
    """What Django's compiler found out: the text, and what becomes of a row."""

    using: str
    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]  # of a column: its position, functions, expression
    part: _Part
    annotations: dict[str, int]

    @classmethod
    def of(cls, queryset: "models.QuerySet[Any]") -> "_Plan":
        """Compile it, by the parts of Django that its own querysets use."""
        compiler: Any = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        return cls(
            queryset.db,
            sql,
            tuple(parameters),
            tuple((at, *how) for at, how in converters.items()),
            _Part.of(compiler.klass_info, compiler.select),
            dict(compiler.annotation_col_map or {}),
        )

    def rows(self, values: Sequence[Any]) -> list[Any]:
        """Run it."""
        connection = connections[self.using]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled(self.parameters, values))
            found = cursor.fetchall()
        return [self._instance(list(row), connection) for row in found]

    def _instance(self, row: list[Any], connection: Any) -> Any:
        for at, functions, expression in self.converters:
            for convert in functions:
                row[at] = convert(row[at], expression, connection)
        instance = self.part.instance(row, self.using)
        for name, at in self.annotations.items():
            setattr(instance, name, row[at])
        return instance
