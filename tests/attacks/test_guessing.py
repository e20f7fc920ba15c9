"""RFC 6749 §10.10, RFC 6819 §5.1.4.2.3: guessing is slow, and locks nobody else out."""

import pytest
from django.test import Client as Browser

from oauth_provider.models import ClientSecret
from tests.browser_session import basic

from .answers import PROTOCOL, TOKEN, assert_error

pytestmark = pytest.mark.django_db

LIMIT = 3


@pytest.fixture(autouse=True)
def impatient(settings):
    """A site that loses its patience sooner than most."""
    settings.OAUTH_PROVIDER_FAILURES_PER_CLIENT = LIMIT
    settings.OAUTH_PROVIDER_FAILURES_PER_ADDRESS = 2 * LIMIT


def guess(client_id, value, path=TOKEN, headers=(), **extra):
    form = {"grant_type": "client_credentials", "token": "x"}
    sent = {**basic(client_id, value), **dict(headers)}
    return Browser(raise_request_exception=False).post(path, form, headers=sent, **extra)


def exhaust(client_id, path=TOKEN, **extra):
    for number in range(LIMIT):
        assert_error(guess(client_id, f"wrong{number}", path, **extra), "invalid_client", 401)


@pytest.mark.parametrize("path", PROTOCOL)
def test_too_many_guesses_at_one_client_are_not_looked_at(service, measure, path):
    exhaust(service.client_id, path)
    for value in ("wrong", service.secret):
        with measure() as cost:
            response = guess(service.client_id, value, path)
        assert_error(response, "temporarily_unavailable", 429)
        assert int(response["Retry-After"]) > 0
        assert cost.queries == 0


def test_guessing_elsewhere_is_still_guessing(service):
    for path in PROTOCOL:
        guess(service.client_id, "wrong", path)
    assert guess(service.client_id, service.secret).status_code == 429


def test_guessing_in_the_header_and_in_the_body_is_one_guessing(service):
    for number in range(LIMIT):
        form = {"client_id": service.client_id, "client_secret": f"wrong{number}"}
        Browser().post(TOKEN, {"grant_type": "client_credentials", **form})
    assert guess(service.client_id, service.secret).status_code == 429


def test_one_client_spelled_in_many_ways_is_one_client(service):
    letters = service.client_id
    for position in range(LIMIT):
        encoded = f"%{ord(letters[position]):02x}"
        spelled = letters[:position] + encoded + letters[position + 1 :]
        assert_error(guess(spelled, "wrong"), "invalid_client", 401)
    assert guess(service.client_id, service.secret).status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_a_header_gives_no_fresh_allowance(service, header):
    for number in range(LIMIT):
        guess(service.client_id, "wrong", headers={header: f"192.0.2.{number}"}.items())
    response = guess(service.client_id, service.secret, headers={header: "192.0.2.99"}.items())
    assert response.status_code == 429


def test_an_attacker_locks_nobody_out_who_is_elsewhere(service):
    exhaust(service.client_id)
    response = guess(service.client_id, service.secret, REMOTE_ADDR="192.0.2.7")
    assert response.status_code == 200


def test_an_attacker_locks_no_neighbour_out(service):
    for number in range(4 * LIMIT):
        guess(f"unknown{number}", "wrong")
    assert guess("unknown", "wrong").status_code == 429
    assert guess(service.client_id, service.secret).status_code == 200


def test_an_attacker_who_has_worn_out_an_address_guesses_no_faster_for_it(service):
    for number in range(4 * LIMIT):
        guess(f"unknown{number}", "wrong")
    answers = {guess(service.client_id, f"wrong{number}").status_code for number in range(LIMIT)}
    assert answers == {429}
    assert guess(service.client_id, service.secret).status_code == 429


def test_who_is_stopped_learns_nothing(service):
    exhaust(service.client_id)
    known = guess(service.client_id, "wrong")
    exhaust("unknown", REMOTE_ADDR="192.0.2.7")
    unknown = guess("unknown", "wrong", REMOTE_ADDR="192.0.2.7")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_guessing_writes_nothing_to_the_database(service, measure):
    with measure() as cost:
        for number in range(4 * LIMIT):
            guess(service.client_id, str(number))
    assert (cost.queries, cost.writes) == (LIMIT, 0)
    assert ClientSecret.objects.get().last_used_at is None


def test_sound_requests_are_never_too_many(service):
    for _ in range(10 * LIMIT):
        assert guess(service.client_id, service.secret).status_code == 200
