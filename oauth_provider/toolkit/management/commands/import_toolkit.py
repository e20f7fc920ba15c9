"""``manage.py import_toolkit``: bring what django-oauth-toolkit holds, and change nothing of it."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import router, transaction

from oauth_provider.models import AccessToken, moment
from oauth_provider.models.scope import forget_registry
from oauth_provider.toolkit import source

BATCH_SIZE = 2000
MOST = 10_000  # rows that a statement may name


class Command(BaseCommand):
    """Brings applications, their secrets, live tokens, and what users had allowed."""

    help = (
        "Brings what django-oauth-toolkit holds. Run it again for what has come since; if it was "
        "killed, run it again to go on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How, and whether at all."""
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="do all of it in one transaction, report, and take it back",
        )
        parser.add_argument(
            "--batch-size",
            type=_batch_size,
            default=BATCH_SIZE,
            help="rows in one transaction (default: %(default)s)",
        )

    def handle(self, **options: Any) -> None:
        """Bring it, and report."""
        if not source.is_installed():
            raise CommandError("Add oauth2_provider to INSTALLED_APPS: its tables are read.")
        from oauth_provider.toolkit.importing.run import Run  # noqa: PLC0415 — reads its models
        from oauth_provider.toolkit.importing.steps import take  # noqa: PLC0415

        run = Run(moment.now(), options["batch_size"], self._tell)
        with _taken_back() if options["dry_run"] else nullcontext():
            take(run)
        self._end_line()
        self.stdout.write("\n".join(run.report.lines()))
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing has changed.")

    def _tell(self, line: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{line}", ending="")
        else:
            self.stderr.write(line)

    def _end_line(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("")


@contextmanager
def _taken_back() -> Iterator[None]:
    """Nothing of the block stays."""
    alias = router.db_for_write(AccessToken)
    with transaction.atomic(using=alias):
        yield
        transaction.set_rollback(True, using=alias)
    forget_registry()


def _batch_size(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text[:9]) <= MOST:
        raise ArgumentTypeError(f"a number from 1 to {MOST}")
    return int(text)
