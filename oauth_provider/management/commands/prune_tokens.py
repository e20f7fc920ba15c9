"""``manage.py prune_tokens``: remove what can no longer be used."""

from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterator, Mapping
from math import inf
from time import monotonic, sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connections, router

from oauth_provider.management.progress import Progress
from oauth_provider.models import Grant, moment
from oauth_provider.models.dead_kinds import KINDS, Kind
from oauth_provider.models.pruning import Pruning, Taken
from oauth_provider.protocol.housekeeping import kept

BATCH_SIZE = 1000
LARGEST_BATCH = 10_000  # it is locked while it is removed
OTHERS = "other rows that went with them"
AGAIN = "What was removed stays removed. Run it again for the rest."


class Command(BaseCommand):
    """Goes on while tokens are issued and used, and can be stopped and run again at any time."""

    help = (
        "Removes in small batches what can no longer be used: expired tokens, authorizations that "
        "have ended, and applications that registered themselves and that nobody ever used."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much at a time, for how long, and whether at all."""
        parser.add_argument(
            "--dry-run", action="store_true", help="only say how much would be removed"
        )
        parser.add_argument(
            "--batch-size",
            type=_batch_size,
            default=BATCH_SIZE,
            metavar="ROWS",
            help="how many rows one transaction removes; default: %(default)s",
        )
        parser.add_argument(
            "--max-seconds",
            type=_seconds,
            default=inf,
            metavar="SECONDS",
            help="stop then, and leave the rest to the next run",
        )
        parser.add_argument(
            "--database",
            choices=tuple(connections),
            help="which database; default: the one where tokens are written",
        )

    def handle(self, **options: Any) -> None:
        """Remove all that may leave, and report how much that was."""
        using = options["database"] or router.db_for_write(Grant)
        if not router.allow_migrate_model(using, Grant):
            raise CommandError(f"Tokens are not kept in the database {using}.")
        pruning = Pruning(kept(moment.now()), using=using, size=options["batch_size"])
        if options["dry_run"]:
            found = Counter({kind.name: kind.count(pruning) for kind in KINDS})
            self._report(found, "would be removed")
        else:
            self._prune(pruning, options)

    def _prune(self, pruning: Pruning, options: Mapping[str, Any]) -> None:
        removed: Counter[str] = Counter()
        progress = Progress(self.stderr, is_quiet=not options["verbosity"])
        try:
            for kind, taken in _in_turn(pruning):
                removed.update({kind.name: len(taken.rows), OTHERS: taken.others})
                progress.say(f"{removed.total():,} removed so far: {kind.name}")
                if progress.seconds > options["max_seconds"]:
                    self.stderr.write(f"The time is up. {AGAIN}")
                    break
        except (Error, KeyboardInterrupt) as error:
            raise CommandError(f"{type(error).__name__}: {error}\n{AGAIN}") from error
        finally:
            progress.end()
            self._report(removed, f"removed in {progress.seconds:.1f} s")

    def _report(self, found: Counter[str], done: str) -> None:
        for name, rows in found.items():
            if rows:
                self.stdout.write(f"{rows:>12,} {name}")
        self.stdout.write(f"{found.total():>12,} {done}")


def _in_turn(pruning: Pruning) -> Iterator[tuple[Kind, Taken]]:
    """Each batch, and after it as long a pause where only one can write at a time."""
    is_crowded = not connections[pruning.using].features.has_select_for_update
    for kind in KINDS:
        began = monotonic()
        for taken in kind.batches(pruning):
            seconds = monotonic() - began
            yield kind, taken
            sleep(seconds if is_crowded else 0)
            began = monotonic()


def _batch_size(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LARGEST_BATCH:
        raise ArgumentTypeError(f"a batch has 1 to {LARGEST_BATCH} rows")
    return int(text)


def _seconds(text: str) -> float:
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError("whole seconds, at least one")
    return int(text)
