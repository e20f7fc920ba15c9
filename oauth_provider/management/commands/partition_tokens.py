"""``manage.py partition_tokens``: access tokens in partitions by their end, on PostgreSQL."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from datetime import timedelta
from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, OperationalError, connections, router

from oauth_provider.conf import conf
from oauth_provider.models import AccessToken, moment
from oauth_provider.models.partitions import Partitions
from oauth_provider.protocol.housekeeping import kept

MOST_HOURS = 366 * 24
ATTEMPTS = 5
PAUSE = 1.0  # seconds: whoever waited behind the lock goes first
SETTING = "OAUTH_PROVIDER_ACCESS_TOKEN_PARTITIONS"


class Command(BaseCommand):
    """Run it each day: it makes the next partitions, and drops those that are over."""

    help = (
        "Keeps access tokens in partitions by when they expire (PostgreSQL): makes those that "
        "will be needed, and drops as a whole those of which every token has expired."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How wide, how far ahead, and the ways in and out."""
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--divide", action="store_true", help="divide the table, once")
        way.add_argument("--unite", action="store_true", help="make it one table again")
        for name, hours, meaning in (
            ("--width", 24, "of how many hours each partition is"),
            ("--ahead", 7 * 24, "for how many hours from now partitions are made"),
        ):
            described = f"{meaning}; default: %(default)s"
            parser.add_argument(name, type=_hours, default=hours, metavar="HOURS", help=described)
        parser.add_argument(
            "--database",
            choices=tuple(connections),
            help="which database; default: the one where tokens are written",
        )

    def handle(self, **options: Any) -> None:
        """Do what was asked, or say why that cannot be."""
        parts = Partitions(options["database"] or router.db_for_write(AccessToken))
        if not parts.are_possible:
            raise CommandError(f"{parts.using} is not PostgreSQL: only there are partitions.")
        if options["divide"] == parts.are_there:
            raise CommandError(
                "The table is divided already."
                if parts.are_there
                else "The table is not divided. Begin with --divide."
            )
        try:
            self._unite(parts) if options["unite"] else self._keep(parts, options)
        except Error as error:
            raise CommandError(f"{type(error).__name__}: {error}\nRun it again.") from error

    def _unite(self, parts: Partitions) -> None:
        _patiently(parts.unite)
        self.stdout.write(f"One table again. Remove {SETTING} from the settings.")

    def _keep(self, parts: Partitions, options: dict[str, Any]) -> None:
        if options["divide"]:
            parts.prepare()
            _patiently(parts.divide)
            self.stdout.write("The table is divided. What it held is where it was.")
        now, width = moment.now(), timedelta(hours=options["width"])
        until, expired = now + timedelta(hours=options["ahead"]), kept(now).expired
        made = _counted(lambda: parts.make(until, width=width, now=now))
        self.stdout.write(f"{made} partitions made")
        self.stdout.write(f"{_counted(lambda: parts.drop(expired))} partitions dropped")
        removed = sum(parts.clear_rest(expired))
        self.stdout.write(f"{removed:,} expired access tokens removed that were in none")
        parts.analyze()
        if not conf.ACCESS_TOKEN_PARTITIONS:
            self.stderr.write(f"Set {SETTING} = True: else expired tokens leave one by one.")


def _counted(changes: Callable[[], Iterator[object]]) -> int:
    """Make these changes, each in its turn, and again where one had to give up."""
    done = 0

    def go_on() -> None:
        nonlocal done
        for _part in changes():
            done += 1

    _patiently(go_on)
    return done


def _patiently(change: Callable[[], None]) -> None:
    """Try again while others are at the table: each time it gives up soon."""
    for _ in range(ATTEMPTS - 1):
        try:
            change()
        except OperationalError:  # no lock within the time
            sleep(PAUSE)
        else:
            return
    change()


def _hours(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_HOURS:
        raise ArgumentTypeError(f"whole hours, 1 to {MOST_HOURS}")
    return int(text)
