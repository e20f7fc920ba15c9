"""Rows into a table, as fast as its database takes them: no objects in between."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router

Values = Sequence[Any]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Values]) -> None:
    """Insert these rows. Columns that are not named are null, or the database fills them."""
    prepared = list(_prepared(model, names, rows))
    if not prepared:
        return
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(_field(model, name).column) for name in names)
    table = f"{quote(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if hasattr(cursor, "copy"):  # psycopg 3
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
        else:
            places = ", ".join("%s" for _ in names)
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", prepared)  # noqa: S608


def store_numbered(model: type[models.Model], objects: Sequence[Any]) -> None:
    """Store these, and give each the number that it has in the database."""
    connection = connections[router.db_for_write(model)]
    if connection.vendor == "postgresql":
        for item, number in zip(objects, _numbers(model, len(objects)), strict=True):
            item.pk = number
        fields = model._meta.concrete_fields
        values = ([getattr(item, field.attname) for field in fields] for item in objects)
        insert(model, [field.name for field in fields], values)
    elif connection.features.can_return_rows_from_bulk_insert:
        model._base_manager.using(connection.alias).bulk_create(objects)
    else:  # MySQL does not tell the numbers of several rows
        for item in objects:
            item.save(using=connection.alias, force_insert=True)


def _numbers(model: type[models.Model], count: int) -> list[int]:
    """So many numbers that nobody else gets, from the sequence of a PostgreSQL table."""
    table = connections[router.db_for_write(model)].ops.quote_name(model._meta.db_table)
    with connections[router.db_for_write(model)].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _prepared(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Values]
) -> Iterable[Values]:
    """As the database's driver wants them: moments are what drivers differ in."""
    connection = connections[router.db_for_write(model)]
    fields = [_field(model, name) for name in names]
    moments = {
        n: field for n, field in enumerate(fields) if isinstance(field, models.DateTimeField)
    }
    for row in rows:
        values = list(row)
        for n, field in moments.items():
            values[n] = field.get_db_prep_value(values[n], connection)
        yield values


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)
