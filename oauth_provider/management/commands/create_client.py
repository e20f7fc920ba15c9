"""``manage.py create_client``: register an application from a shell."""

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import router

from oauth_provider.conf import conf
from oauth_provider.domain.grant_type import ClientType, GrantType
from oauth_provider.models import Client, ClientSecret
from oauth_provider.models.client import default_grant_types
from oauth_provider.models.database import together
from oauth_provider.models.scope import registry


class Command(BaseCommand):
    """Registers a client, and prints its id and its secret."""

    help = "Registers an application, and prints its client id and its secret."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The fields of a client that somebody at a shell decides."""
        parser.add_argument("name", help="what users see when they are asked to agree")
        parser.add_argument("--type", choices=list(ClientType), default=ClientType.CONFIDENTIAL)
        parser.add_argument(
            "--redirect-uri", action="append", default=[], help="can be given several times"
        )
        parser.add_argument(
            "--grant-type",
            action="append",
            choices=list(GrantType),
            help="can be given several times; default: authorization_code and refresh_token",
        )
        parser.add_argument("--scope", help='such as "read write"; default: the default scopes')
        parser.add_argument("--owner", help="a user name")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        """Register the client, or say what is wrong with it."""
        client = Client(
            name=options["name"],
            client_type=options["type"],
            redirect_uris=options["redirect_uri"],
            grant_types=options["grant_type"] or default_grant_types(),
            scope=_default_scope() if options["scope"] is None else options["scope"],
            owner=_find_user(options["owner"]),
        )
        client.http_hosts = frozenset(conf.DEVELOPMENT_HTTP_HOSTS)
        self._print(_store(client), as_json=options["json"])

    def _print(self, found: dict[str, str], *, as_json: bool) -> None:
        lines = json.dumps(found) if as_json else "\n".join(f"{k}: {v}" for k, v in found.items())
        self.stdout.write(lines)
        if "client_secret" in found:
            self.stderr.write("The secret is shown this once.")


def _store(client: Client) -> dict[str, str]:
    try:
        client.full_clean()
    except ValidationError as error:
        problems = (f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())
        raise CommandError("\n".join(problems)) from error
    with together(Client):
        client.save()
        found = {"client_id": client.client_id}
        if client.is_confidential:
            _, found["client_secret"] = ClientSecret.objects.issue(client=client)
    return found


def _default_scope() -> str:
    return " ".join(registry().defaults)


def _find_user(name: str | None) -> Any:
    if name is None:
        return None
    users = get_user_model()
    named: Any = users._default_manager  # noqa: SLF001 — its public name varies
    try:
        return named.db_manager(router.db_for_write(users)).get_by_natural_key(name)
    except users.DoesNotExist as error:
        raise CommandError(f"There is no user {name}.") from error
