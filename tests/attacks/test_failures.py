"""RFC 6749 §5.2: when the server fails, a client is told so in JSON, and nothing is half done."""

import pytest
from django.db import InterfaceError, OperationalError
from django.db.models.signals import post_init, post_save
from django.test import Client as Browser

from oauth_provider.models import (
    AccessToken,
    AuthorizationCode,
    Client,
    Consent,
    RefreshToken,
)

from .answers import PROTOCOL, TOKEN, counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def fail():
    """Let something in the site fail whenever this model is read or stored."""
    connected = []

    def failing(signal, sender, error):
        def receiver(**_signal):
            raise error

        signal.connect(receiver, sender=sender, weak=False)
        connected.append((signal, receiver, sender))

    yield failing
    mend(connected)


def mend(connected):
    while connected:
        signal, receiver, sender = connected.pop()
        signal.disconnect(receiver, sender=sender)


@pytest.fixture
def careful(session):
    """A session whose requests show our failures as statuses."""

    def post(path, **fields):
        own = {"client_id": session.client.client_id, "client_secret": session.client.secret}
        return Browser(raise_request_exception=False).post(path, {**own, **fields})

    return post


@pytest.mark.parametrize("path", PROTOCOL)
def test_a_mistake_of_ours_is_answered_in_json(careful, fail, path):
    fail(post_init, Client, RuntimeError("it's <b>broken</b> inside"))
    response = careful(path, grant_type="refresh_token", refresh_token="x", token="x")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert response.json()["error"] == "server_error"
    assert b"broken" not in response.content


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("error", [OperationalError("gone away"), InterfaceError("closed")])
def test_a_database_that_is_away_is_said_to_be_away(careful, fail, path, error):
    fail(post_init, Client, error)
    response = careful(path, grant_type="refresh_token", refresh_token="x", token="x")
    assert response.status_code == 503
    assert response.json()["error"] == "temporarily_unavailable"
    assert int(response["Retry-After"]) > 0
    assert b"gone" not in response.content


def test_a_revocation_that_failed_is_not_said_to_have_worked(session, careful, fail):
    token = session.tokens()["access_token"]
    fail(post_init, AccessToken, OperationalError("gone away"))
    assert careful("/oauth/revoke", token=token).status_code == 503


def test_an_api_that_cannot_read_a_token_does_not_call_it_bad(session, fail):
    token = session.tokens()["access_token"]
    fail(post_init, AccessToken, OperationalError("gone away"))
    response = session.call(token)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "WWW-Authenticate" not in response


@pytest.mark.parametrize("model", [AccessToken, RefreshToken])
def test_a_code_is_not_spent_for_tokens_that_were_not_stored(session, careful, model):
    code = session.code()
    before = counts()

    def crash(**_signal):
        raise RuntimeError("killed")

    post_save.connect(crash, sender=model)
    try:
        response = careful(
            TOKEN,
            grant_type="authorization_code",
            code=code,
            redirect_uri=session.client.redirect_uris[0],
            code_verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        )
    finally:
        post_save.disconnect(crash, sender=model)
    assert response.status_code == 500
    assert counts() == before
    assert AuthorizationCode.objects.get().redeemed_at is None
    assert session.exchange(code).status_code == 200


@pytest.mark.parametrize("model", [AccessToken, RefreshToken])
def test_a_refresh_token_is_not_spent_for_tokens_that_were_not_stored(session, careful, model):
    token = session.tokens()["refresh_token"]
    before = counts()

    def crash(**_signal):
        raise RuntimeError("killed")

    post_save.connect(crash, sender=model)
    try:
        response = careful(TOKEN, grant_type="refresh_token", refresh_token=token)
    finally:
        post_save.disconnect(crash, sender=model)
    assert response.status_code == 500
    assert counts() == before
    assert session.refresh(token).status_code == 200


def test_an_authorization_is_not_left_without_its_code(visible):
    page = visible.ask()

    def crash(**_signal):
        raise RuntimeError("killed")

    post_save.connect(crash, sender=AuthorizationCode)
    try:
        assert visible.decide(page).status_code == 500
    finally:
        post_save.disconnect(crash, sender=AuthorizationCode)
    assert set(counts().values()) == {0}


def test_a_consent_is_not_remembered_for_a_code_that_was_not_issued(visible):
    page = visible.ask()

    def crash(**_signal):
        raise RuntimeError("killed")

    post_save.connect(crash, sender=AuthorizationCode)
    try:
        visible.decide(page)
    finally:
        post_save.disconnect(crash, sender=AuthorizationCode)
    assert not Consent.objects.exists() or visible.ask().status_code == 302
