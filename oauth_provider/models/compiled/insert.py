"""An INSERT whose text is kept."""

from typing import Any

from django.db import connections, models
from django.db.models.signals import post_save, pre_save
from django.db.models.sql import InsertQuery

_statements: dict[tuple[type[models.Model], str, bool], str] = {}


def insert(instance: models.Model, *, using: str) -> None:
    """Do what ``Model.save`` does to a new instance without parents, signals and all."""
    told = {"sender": type(instance), "instance": instance, "raw": False, "using": using}
    pre_save.send(**told, update_fields=None)
    instance.pk = _run(instance, using)
    instance._state.adding, instance._state.db = False, using
    post_save.send(**told, update_fields=None, created=True)


def _run(instance: models.Model, using: str) -> Any:
    """The primary key, which the database makes unless a receiver of ``pre_save`` did."""
    key = (type(instance), using, has_key := instance.pk is not None)
    if (sql := _statements.get(key)) is None:
        sql = _statements[key] = _compiled(instance, using)
    connection = connections[using]
    stored = [
        field.get_db_prep_save(getattr(instance, field.attname), connection=connection)
        for field in _fields(instance)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, stored)
        if has_key:
            return instance.pk
        if connection.features.can_return_columns_from_insert:
            return cursor.fetchone()[0]
        meta: Any = instance._meta
        return connection.ops.last_insert_id(cursor, meta.db_table, meta.pk.column)


def _fields(instance: models.Model) -> list[Any]:
    fields = instance._meta.concrete_fields
    return [field for field in fields if not field.primary_key or instance.pk is not None]


def _compiled(instance: models.Model, using: str) -> str:
    query: Any = InsertQuery(type(instance))
    query.insert_values(_fields(instance), [instance])
    compiler = query.get_compiler(using=using)
    compiler.returning_fields = None if instance.pk is not None else [instance._meta.pk]
    ((sql, _parameters),) = compiler.as_sql()
    return str(sql)
