"""``manage.py rotate_secret``: a new secret beside the old ones, or instead of them."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oauth_provider.models import Client, ClientSecret, moment
from oauth_provider.models.database import together


class Command(BaseCommand):
    """Issues a secret to a confidential client, and prints it."""

    help = "Issues a new secret. The old ones go on until they are revoked or expire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose secret, and what becomes of the old ones."""
        parser.add_argument("client_id")
        parser.add_argument("--label", default="", help="to tell it from others")
        old = parser.add_mutually_exclusive_group()
        old.add_argument("--revoke-old", action="store_true", help="end the old ones at once")
        old.add_argument(
            "--expire-old", type=_hours, metavar="HOURS", help="end the old ones after that time"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        """Issue the secret, and end the old ones as asked."""
        client = _find_client(options["client_id"])
        now = moment.now()
        with together(Client):
            old = client.secrets.filter(revoked_at=None)
            if options["revoke_old"]:
                old.revoke(now)
            if options["expire_old"] is not None:
                old.expire_by(now + options["expire_old"])
            _, value = ClientSecret.objects.issue(client=client, label=options["label"])
        found = {"client_id": client.client_id, "client_secret": value}
        lines = "\n".join(f"{name}: {said}" for name, said in found.items())
        self.stdout.write(json.dumps(found) if options["json"] else lines)
        self.stderr.write("The secret is shown this once.")


def _find_client(client_id: str) -> Client:
    client = Client.objects.filter(client_id=client_id).first()
    if client is None:
        raise CommandError(f"There is no client {client_id}.")
    if not client.is_confidential:
        raise CommandError(f"{client} is public: it has no secret to rotate.")
    return client


def _hours(text: str) -> timedelta:
    try:
        hours = timedelta(hours=float(text))
    except (ValueError, OverflowError) as error:
        raise ArgumentTypeError(f"{text} is no number of hours") from error
    if hours < timedelta():
        raise ArgumentTypeError("the time must not be negative")
    return hours
