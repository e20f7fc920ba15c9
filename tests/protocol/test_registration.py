"""Registrations that happen at the same moment, on a real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from oauth_provider.models import Client, InitialAccessToken
from oauth_provider.protocol import registration
from tests.registrar import METADATA

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 8
TIMEOUT = 30  # seconds


@pytest.fixture(autouse=True)
def _on(settings):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "token"


def locate(client_id):
    return f"https://server.example/{client_id}"


def together(work, *arguments):
    """Call ``work`` with each argument, all at once, each on a connection of its own."""
    start = Barrier(len(arguments))

    def run(argument):
        try:
            start.wait(TIMEOUT)
            return work(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as threads:
        return list(threads.map(run, arguments))


def registered():
    _, token = InitialAccessToken.objects.issue(label="Partner")
    return registration.register(METADATA, token=token, locate=locate).body


def test_a_token_for_three_registers_three_of_many_at_once():
    _, token = InitialAccessToken.objects.issue(label="Partner", uses_left=3)
    answers = together(
        lambda _: registration.register(METADATA, token=token, locate=locate), *range(CROWD)
    )
    assert sorted(answer.status for answer in answers) == [201] * 3 + [401] * (CROWD - 3)
    assert Client.objects.count() == 3
    assert InitialAccessToken.objects.get().uses_left == 0


def test_a_refused_registration_leaves_the_last_use_to_the_others():
    _, token = InitialAccessToken.objects.issue(label="Partner", uses_left=1)
    bad, good = {**METADATA, "client_name": 7}, METADATA
    answers = together(
        lambda given: registration.register(given, token=token, locate=locate),
        *[bad] * (CROWD - 1),
        good,
    )
    *refused, last = (answer.status for answer in answers)
    assert last == 201
    assert set(refused) <= {400, 401}
    assert Client.objects.count() == 1


def test_updates_at_once_leave_one_of_them_whole():
    own = registered()

    def update(number):
        given = {
            **METADATA,
            "client_id": own["client_id"],
            "client_name": f"Calendar {number}",
            "redirect_uris": [f"https://calendar.example/{number}"],
            "token_endpoint_auth_method": "none" if number % 2 else "client_secret_basic",
        }
        token = own["registration_access_token"]
        return registration.update(own["client_id"], given, token=token, locate=locate)

    assert {answer.status for answer in together(update, *range(CROWD))} == {200}
    client = Client.objects.get()
    number = client.name.removeprefix("Calendar ")
    assert client.redirect_uris == [f"https://calendar.example/{number}"]
    assert client.is_confidential == (int(number) % 2 == 0)
    assert client.secrets.filter(revoked_at=None).count() == client.is_confidential


def test_many_that_delete_one_client_delete_it_once():
    own = registered()
    answers = together(
        lambda token: registration.delete(own["client_id"], token=token),
        *[own["registration_access_token"]] * CROWD,
    )
    assert sorted(answer.status for answer in answers) == [204] + [401] * (CROWD - 1)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="there, writers wait for each other")
def test_an_update_cannot_undo_what_an_admin_does_meanwhile():
    own, is_disabled, is_asked = registered(), Event(), Event()

    def disable():
        try:
            with transaction.atomic(using=connection.alias):
                Client.objects.get().disable(reason="abuse", now=timezone.now())
                is_disabled.set()
                is_asked.wait(TIMEOUT)
                sleep(0.5)  # until the update waits for this transaction
        finally:
            connection.close()

    def update():
        try:
            is_disabled.wait(TIMEOUT)
            given = {**METADATA, "client_id": own["client_id"], "client_name": "Changed"}
            is_asked.set()
            token = own["registration_access_token"]
            return registration.update(own["client_id"], given, token=token, locate=locate)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        disabling, updating = threads.submit(disable), threads.submit(update)
        disabling.result(TIMEOUT)
        assert updating.result(TIMEOUT).status == 403
    assert not Client.objects.get().is_enabled
