"""``manage.py sync_scopes``: what the code declares, brought into the database."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections, router

from oauth_provider.conf import PREFIX, conf
from oauth_provider.models import Scope
from oauth_provider.models.scope_declaration import FIELDS
from oauth_provider.models.scope_sync import Outcome, sync

KEYS = {field: key for key, field in FIELDS.items()}
WAY_OUT = "Such scopes allow the same. Edit one of them in the admin."


class Command(BaseCommand):
    """Does what each migrate does, and says what that was."""

    help = (
        f"Defines the scopes of {PREFIX}SCOPES and brings them up to date, as migrate does too. "
        "What an admin changed stays, and nothing is deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, and whether at all."""
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be done; write nothing"
        )
        parser.add_argument(
            "--database",
            choices=tuple(connections),
            help="which database; default: the one where scopes are written",
        )

    def handle(self, **options: Any) -> None:
        """Synchronize, and print one line for each scope there is something to say about."""
        using = options["database"] or router.db_for_write(Scope)
        _check_table(using)
        outcome = sync(conf.SCOPES, using=using, dry_run=options["dry_run"])
        done = ("would create", "would update") if options["dry_run"] else ("created", "updated")
        for line in _lines(outcome, *done):
            self.stdout.write(line)
        if not (outcome.created or outcome.updated):
            self.stdout.write("Nothing to do.")
        for way in outcome.cycles:
            self.stderr.write(f"{' → '.join(way)}: {WAY_OUT}")


def _lines(outcome: Outcome, created: str, updated: str) -> Iterator[str]:
    for name in outcome.created:
        yield f"{created} {name}"
    for name, fields in outcome.updated.items():
        yield f"{updated} {name}: {_keys(fields)}"
    for name, fields in outcome.kept.items():
        yield f"left alone {name}: {_keys(fields)} changed here"
    for name in outcome.undeclared:
        yield f"declared nowhere {name}"


def _keys(fields: tuple[str, ...]) -> str:
    return ", ".join(KEYS[field] for field in fields)


def _check_table(using: str) -> None:
    if not router.allow_migrate_model(using, Scope):
        raise CommandError(f"The scopes are not kept in the database {using}.")
    table = Scope._meta.db_table
    if table not in connections[using].introspection.table_names():
        raise CommandError("There is no table of scopes yet. Run migrate, which defines them too.")
