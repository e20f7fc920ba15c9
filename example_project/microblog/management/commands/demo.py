"""Migrates, seeds and serves the example project."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import router, transaction

from example_project.demo import database, server
from example_project.demo.clients import Registration, seed_clients
from example_project.demo.credentials import write_credentials
from example_project.demo.guide import guide
from example_project.demo.life import seed_life
from example_project.demo.users import Login, seed_users
from oauth_provider.models import Client


class Command(BaseCommand):
    help = "Migrates, seeds and serves the example project, and says what to click."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to serve on")
        parser.add_argument("--port", default=8000, type=port, help="0 is any free one")
        parser.add_argument("--reset", action="store_true", help="empty the database first")
        parser.add_argument(
            "--credentials", type=Path, metavar="FILE", help="write users and clients here, as JSON"
        )

    def handle(
        self, *, host: str, port: int, reset: bool, credentials: Path | None, **_options: Any
    ) -> None:
        database.refuse_memory()
        with server.stopping_on_signals(), server.claim(host, port) as claimed:
            name = server.name_of(host)
            base = f"http://{name}:{claimed.getsockname()[1]}"
            settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, name]
            database.prepare(is_reset=reset)
            logins, clients = seed()
            if credentials is not None:
                store(credentials, base, logins, clients)
            self.stdout.write(guide(base, logins, clients))
            self.stdout.flush()
            server.serve(claimed)


def seed() -> tuple[list[Login], dict[str, Registration]]:
    """See that the people, the clients and a little life are there."""
    with transaction.atomic(using=router.db_for_write(Client)):
        logins = seed_users()
        clients = seed_clients(owner=User.objects.get(username="alice"))
        seed_life()
        return logins, clients


def store(path: Path, base: str, logins: list[Login], clients: dict[str, Registration]) -> None:
    """Write the credentials file. Raises CommandError where that is not possible."""
    content = {
        "base_url": base,
        "users": [login.as_json() for login in logins],
        "clients": {key: client.as_json() for key, client in clients.items()},
    }
    try:
        write_credentials(path, content)
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from error


def port(text: str) -> int:
    """A TCP port. Raises ArgumentTypeError for anything else."""
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text!r} is not a port: 0 to 65535")
    return int(text)
