"""Preparing the demo's database."""

from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import connection

SQLITE_FILES = ("", "-journal", "-wal", "-shm")


def prepare(*, is_reset: bool) -> None:
    """Bring the tables up to date, and empty them if that is wanted."""
    is_file = connection.vendor == "sqlite"
    if is_file and is_reset:
        delete_files()
    call_command("migrate", interactive=False, verbosity=0)
    if is_reset and not is_file:
        call_command("flush", interactive=False, verbosity=0)


def delete_files() -> None:
    """Delete an SQLite database."""
    connection.close()
    name = str(connection.settings_dict["NAME"])
    for suffix in SQLITE_FILES:
        Path(name + suffix).unlink(missing_ok=True)


def refuse_memory() -> None:
    """Raises CommandError for a database that the server's threads would not share."""
    if ":memory:" in str(connection.settings_dict["NAME"]):
        raise CommandError("The demo cannot use a database in memory: its threads need to share.")
