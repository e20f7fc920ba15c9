"""The scopes that the code declares, brought into the database beside what admins changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from oauth_provider.domain.scope import cycles

from . import scope_declaration
from .scope import Scope


@dataclass(frozen=True)
class Outcome:
    """What was (or would be) done, and what the database holds after it."""

    created: tuple[str, ...]
    updated: Mapping[str, tuple[str, ...]]  # the fields that followed the declaration
    kept: Mapping[str, tuple[str, ...]]  # the fields that say something else here
    undeclared: tuple[str, ...]
    cycles: tuple[tuple[str, ...], ...]


def sync(
    declared: Mapping[str, Mapping[str, Any]], *, using: str, dry_run: bool = False
) -> Outcome:
    """Create what is missing; let a field follow if it is as it was last declared.

    Nothing is ever deleted, and nothing is written where nothing changes.
    """
    wanted = {name: scope_declaration.read(name, each) for name, each in declared.items()}
    rows = {row.name: row for row in Scope.objects.using(using)}
    created = tuple(name for name in wanted if name not in rows)
    updated: dict[str, tuple[str, ...]] = {}
    for name, fields in wanted.items():
        if name in created:
            rows[name] = Scope(name=name, **fields, declared=fields)
        elif rows[name].declared != fields:
            updated[name] = _follow(rows[name], fields, using=using, dry_run=dry_run)
    if not dry_run:
        _create([rows[name] for name in created], using=using)
    return Outcome(
        created=created,
        updated={name: followed for name, followed in updated.items() if followed},
        kept={name: changed for name in wanted if (changed := rows[name].changed_fields)},
        undeclared=tuple(name for name in rows if name not in wanted),
        cycles=tuple(cycles({name: row.implied_names for name, row in rows.items()})),
    )


def _create(rows: Iterable[Scope], *, using: str) -> None:
    for row in rows:
        try:
            with transaction.atomic(using=using):
                row.save(using=using, force_insert=True)
        except IntegrityError:
            if not Scope.objects.using(using).filter(name=row.name).exists():
                raise
            # Another process, which declares the same, was faster.


def _follow(row: Scope, fields: Mapping[str, Any], *, using: str, dry_run: bool) -> tuple[str, ...]:
    if dry_run:
        return row.follow(fields)
    with transaction.atomic(using=using):
        # A write comes first: on every database it waits for an admin who is just saving.
        if not Scope.objects.using(using).filter(pk=row.pk).update(name=row.name):
            return ()  # deleted meanwhile
        row.refresh_from_db(using=using)
        followed = row.follow(fields)
        row.save(using=using, update_fields=[*followed, "declared"])
    return followed
