from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.browser_session import Session, basic
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(service):
    return Session(service)


def ask(session, secret=None, client_id=None, **headers):
    credentials = basic(client_id or session.client.client_id, secret or session.client.secret)
    return session.post(
        "/oauth/token", headers={**credentials, **headers}, grant_type="client_credentials"
    )


def later(**delta):
    return time_machine.travel(timezone.now() + timedelta(**delta), tick=False)


def test_guessing_one_clients_secret_is_stopped_for_seconds(session):
    statuses = [ask(session, "wrong").status_code for _ in range(12)]
    assert statuses == [401] * 10 + [429] * 2

    stopped = ask(session)
    assert stopped.status_code == 429
    assert 0 < int(stopped["Retry-After"]) <= 11
    assert stopped.json()["error"] == "temporarily_unavailable"
    with later(seconds=11):
        assert ask(session).status_code == 200


def test_a_neighbour_of_the_attacker_is_not_locked_out(session):
    for n in range(150):
        ask(session, "wrong", client_id=f"victim{n}")
    assert ask(session, "wrong").status_code == 429
    assert ask(session).status_code == 200


def test_nobody_elsewhere_can_lock_a_client_out(session, settings):
    for _ in range(20):
        session.post(
            "/oauth/token", headers=basic(session.client.client_id, "wrong"), grant_type="x"
        )
    response = session.browser.post(
        "/oauth/token",
        {"grant_type": "client_credentials"},
        headers=basic(session.client.client_id, session.client.secret),
        REMOTE_ADDR="192.0.2.7",
    )
    assert response.status_code == 200


def test_what_a_client_says_of_its_address_is_not_believed(session):
    for n in range(12):
        response = ask(session, "wrong", **{"X-Forwarded-For": f"192.0.2.{n}"})
    assert response.status_code == 429


def test_behind_a_known_number_of_proxies_the_address_is_the_one_they_saw(session, settings):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    for _ in range(12):
        response = ask(session, "wrong", **{"X-Forwarded-For": "203.0.113.9, 192.0.2.1"})
    assert response.status_code == 429
    assert ask(session, **{"X-Forwarded-For": "203.0.113.9, 192.0.2.2"}).status_code == 200


def test_only_failures_are_counted(session):
    assert {ask(session).status_code for _ in range(30)} == {200}


def test_other_errors_are_not_counted(session):
    for _ in range(15):
        response = session.post("/oauth/token", grant_type="nonsense")
    assert response.status_code == 400
    assert ask(session).status_code == 200


def test_introspection_and_revocation_cannot_be_used_to_guess_either(session):
    for path in ("introspect", "revoke", "token", "introspect") * 3:
        response = session.post(
            f"/oauth/{path}",
            headers=basic(session.client.client_id, "wrong"),
            token="x",
            grant_type="client_credentials",
        )
    assert response.status_code == 429


def test_while_the_cache_is_away_secrets_are_still_checked(session, settings, caplog):
    settings.CACHES = {"default": {"BACKEND": "tests.broken_cache.BrokenCache"}}
    assert ask(session).status_code == 200
    assert ask(session, "wrong").status_code == 401
    assert "the cache did not" in caplog.text


def test_another_clients_failures_do_not_matter(session):
    for _ in range(12):
        ask(session, "wrong")
    other = Session(ServiceFactory())
    assert ask(other).status_code == 200
