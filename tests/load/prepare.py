"""``python -m tests.load.prepare PEOPLE``: tables and rows for a party, and the facts, as JSON."""

import json
import secrets
import sys

import django
from django.core.management import call_command

REDIRECT_URI = "https://client.example/callback"


def main(people):
    """Prepare the database that DATABASE_URL names for the party that LOAD_PARTY names."""
    django.setup()
    from tests.load import configuration

    settings = configuration.apply()
    call_command("migrate", verbosity=0)
    password = make_people(people)
    make_client = make_our_client if configuration.is_ours() else make_their_client
    client_id, client_secret = make_client()
    print(
        json.dumps(
            {
                "settings": settings,
                "facts": facts(),
                "client_id": client_id,
                "client_secret": client_secret,
                "password": password,
            }
        )
    )


def make_people(count):
    """Users with one password, hashed once. Returns the password."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User

    password = secrets.token_urlsafe()
    hashed = make_password(password)
    User.objects.bulk_create(User(username=f"user{n}", password=hashed) for n in range(count))
    return password


def make_our_client():
    """Its id and secret."""
    from oauth_provider.models import Client, ClientSecret

    client = Client.objects.create(
        name="Load",
        redirect_uris=[REDIRECT_URI],
        grant_types=["authorization_code", "refresh_token"],
        scope="read write",
    )
    return client.client_id, ClientSecret.objects.issue(client=client)[1]


def make_their_client():
    """Its id and secret."""
    from oauth2_provider.models import Application

    application = Application(
        name="Load",
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=REDIRECT_URI,
    )
    value = application.client_secret  # hashed when it is saved
    application.save()
    return application.client_id, value


def facts():
    """The machine, the versions, the database."""
    from importlib.metadata import version

    from tests.benchmarks.machine import database_facts, machine_facts

    return {**machine_facts(), "gunicorn": version("gunicorn"), **database_facts()}


if __name__ == "__main__":
    main(int(sys.argv[1]))
