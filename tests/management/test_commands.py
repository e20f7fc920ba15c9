import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from oauth_provider.models import Client, ClientSecret
from tests.browser_session import Session, basic

pytestmark = pytest.mark.django_db


def run(command, *arguments):
    """What the command prints."""
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def ask(client, secret):
    session = Session(client)
    headers = basic(client.client_id, secret)
    return session.post("/oauth/token", headers=headers, grant_type="client_credentials")


def test_a_service_is_created_and_its_credentials_work():
    printed = run(
        "create_client", "Backup", "--grant-type", "client_credentials", "--scope", "read", "--json"
    )
    found = json.loads(printed)
    client = Client.objects.get(client_id=found["client_id"])
    assert ask(client, found["client_secret"]).status_code == 200


def test_without_json_the_lines_say_what_they_hold(alice):
    uri = "https://a.example/cb"
    printed = run("create_client", "Site", "--redirect-uri", uri, "--owner", "alice")
    client = Client.objects.get()
    assert f"client_id: {client.client_id}" in printed
    assert "client_secret: ocs" in printed
    assert client.owner == alice
    assert client.scope == "read"
    assert client.redirect_uris == [uri]


def test_a_public_client_gets_no_secret():
    uri = "com.example.app:/cb"
    printed = run("create_client", "App", "--type", "public", "--redirect-uri", uri, "--json")
    assert set(json.loads(printed)) == {"client_id"}
    assert not ClientSecret.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--redirect-uri", "http://a.example/"], "redirect_uris: .*https"),
        ([], "redirect_uris: .*at least one"),
        (["--type", "public", "--grant-type", "client_credentials"], "grant_types: .*public"),
        (["--grant-type", "client_credentials", "--scope", "nonsense"], "scope: .*nonsense"),
        (["--grant-type", "client_credentials", "--owner", "nobody"], "no user nobody"),
        (["--grant-type", "password"], "invalid choice"),
    ],
)
def test_what_cannot_be_registered_is_said_and_nothing_is_kept(arguments, said):
    with pytest.raises(CommandError, match=said):
        run("create_client", "Application", *arguments)
    assert not Client.objects.exists()


def test_a_rotation_leaves_the_old_secret_until_it_is_revoked(service):
    new = json.loads(run("rotate_secret", service.client_id, "--json"))["client_secret"]
    assert ask(service, service.secret).status_code == 200
    assert ask(service, new).status_code == 200

    newest = json.loads(run("rotate_secret", service.client_id, "--revoke-old", "--json"))
    assert ask(service, service.secret).status_code == 401
    assert ask(service, new).status_code == 401
    assert ask(service, newest["client_secret"]).status_code == 200


def test_old_secrets_can_end_after_an_overlap(service):
    import time_machine

    printed = run("rotate_secret", service.client_id, "--expire-old", "24", "--label", "autumn")
    new = printed.split("client_secret: ")[1].strip()
    assert service.secrets.get(label="autumn").expires_at is None
    assert ask(service, service.secret).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert ask(service, service.secret).status_code == 401
        assert ask(service, new).status_code == 200


@pytest.mark.parametrize("hours", ["soon", "-1", "1e999"])
def test_an_overlap_is_a_number_of_hours(service, hours):
    with pytest.raises(CommandError):
        run("rotate_secret", service.client_id, f"--expire-old={hours}")
    assert service.secrets.count() == 1


def test_there_must_be_a_secret_to_rotate(desktop):
    with pytest.raises(CommandError, match="There is no client nobody"):
        run("rotate_secret", "nobody")
    with pytest.raises(CommandError, match="public"):
        run("rotate_secret", desktop.client_id)
