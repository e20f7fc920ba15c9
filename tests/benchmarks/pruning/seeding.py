"""Rows by the hundred thousand, each sort by one statement."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Field, Model

FAR = 1_000_000_000  # ids of seeded rows begin there, away from those that sequences give


@dataclass(frozen=True)
class Dialect:
    """What each database says in its own way."""

    numbers: str
    digest: str
    moment: str
    place: str


DIALECTS = {
    "postgresql": Dialect(
        numbers="generate_series(1::bigint, {rows}) AS n(i)",
        digest="md5(random()::text) || md5(random()::text)",
        moment="now() - ({seconds}) * interval '1 second'",
        place="CAST(%s AS {type})",
    ),
    "sqlite": Dialect(
        numbers="""(
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
            SELECT i FROM n
        ) AS n""",
        digest="lower(hex(randomblob(32)))",
        moment="strftime('%%Y-%%m-%%d %%H:%%M:%%f000', 'now', (-({seconds})) || ' seconds')",
        place="%s",
    ),
}


SETTLE = {"postgresql": "VACUUM ANALYZE", "sqlite": "ANALYZE"}


class SQL(str):
    """An expression, in which ``i`` is the number of the row."""

    __slots__ = ()


def digest() -> SQL:
    """A random digest."""
    return SQL(DIALECTS[connection.vendor].digest)


def number(first: int = 1, *, region: int = 1) -> SQL:
    """An id: those of a region count up from ``first``."""
    return SQL(f"{region * FAR + first - 1} + i")


def still_there(model: type[Model], first: int, rows: int, *, region: int) -> int:
    """How many of the rows that were numbered so."""
    begin = region * FAR + first
    return model._default_manager.filter(pk__gte=begin, pk__lt=begin + rows).count()


def ago(seconds: int, *, spread: int = 1) -> SQL:
    """That many seconds ago, or up to ``spread`` longer, evenly. Negative: in the future."""
    evenly = f"{seconds} + (i * 7919) %% {spread}"
    return SQL(DIALECTS[connection.vendor].moment.format(seconds=evenly))


def insert(model: type[Model], rows: int, **given: object) -> None:
    """Insert rows: what is given by column, as SQL or as a value, and the model's defaults."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    chosen = {**_defaults(model), **given}
    selected = (_selected(fields[column], value) for column, value in chosen.items())
    names = ", ".join(f'"{column}"' for column in chosen)
    numbers = DIALECTS[connection.vendor].numbers.format(rows=rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) '
            f"SELECT {', '.join(selected)} FROM {numbers}",
            [value for value in chosen.values() if not isinstance(value, SQL)],
        )


def settle() -> None:
    """Let the planner know what there is now."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE[connection.vendor])


def _defaults(model: type[Model]) -> dict[str, object]:
    fields = (field for field in model._meta.concrete_fields if not field.primary_key)
    return {
        field.column: field.get_db_prep_save(field.get_default(), connection) for field in fields
    }


def _selected(field: Field, value: object) -> str:
    if isinstance(value, SQL):
        return value
    return DIALECTS[connection.vendor].place.format(type=field.cast_db_type(connection))
