"""A fresh database for one run: migrated before, gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import connection, connections
from environ import Env

from oauth_provider.models.scope import forget_registry

# One connection that stays open: what it costs to connect or to ping is not in the figures.
LASTING = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}


@contextmanager
def scratch_database(url: str) -> Iterator[None]:
    """Make a fresh database of the kind and at the place that the URL names the default one."""
    named = _configuration(url)
    use(named)
    place = {"sqlite": _sqlite_file, "postgresql": _postgresql_database}[connection.vendor]
    with place() as name:
        use({**named, "NAME": name})
        call_command("migrate", verbosity=0)
        forget_registry()
        try:
            yield
        finally:
            connection.close()
            use(named)


def _configuration(url: str) -> dict[str, Any]:
    from example_project.settings import database  # its options are the ones that are documented

    return {**database(Env.db_url_config(url)), **LASTING}


def use(database: dict[str, Any]) -> None:
    """Let the default connection lead there."""
    connection.close()
    connections.settings["default"] = connections.configure_settings({"default": database})[
        "default"
    ]
    del connections["default"]


@contextmanager
def _sqlite_file() -> Iterator[str]:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield str(Path(folder) / "benchmark.sqlite3")


@contextmanager
def _postgresql_database() -> Iterator[str]:
    name = f"oauth_provider_benchmark_{uuid4().hex[:12]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield name
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
