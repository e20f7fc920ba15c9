"""What a site hears of tokens: each thing once, after it was committed, and never a value."""

import logging

import pytest
from django.db import connection

from oauth_provider.models import AccessToken, Grant, RefreshToken
from oauth_provider.signals import token_issued, token_refreshed, token_revoked
from tests.browser_session import Session

pytestmark = pytest.mark.django_db


def test_the_tokens_of_a_code_are_announced_as_issued(session, listen):
    code = session.code()
    with listen(token_issued, token_refreshed) as heard:
        session.exchange(code)

    [sent] = heard
    assert sent["signal"] is token_issued
    assert sent["sender"] is AccessToken
    assert sent["access_token"] == AccessToken.objects.get()
    assert sent["refresh_token"] == RefreshToken.objects.get()
    assert sent["grant"] == Grant.objects.get()


def test_a_client_that_acts_for_itself_gets_no_refresh_token_announced(service, listen):
    with listen(token_issued) as heard:
        Session(service).post("/oauth/token", grant_type="client_credentials")

    [sent] = heard
    assert sent["refresh_token"] is None
    assert sent["grant"].user is None


def test_a_refused_exchange_announces_nothing(session, listen):
    code = session.code()
    with listen(token_issued, token_refreshed) as heard:
        session.exchange(code, code_verifier="x" * 43)
        session.exchange("oac_unknown")
        session.refresh("ort_unknown")
    assert heard == []


def test_a_refresh_is_announced_and_its_repeated_answer_is_not(session, listen):
    first = session.tokens()
    with listen(token_issued, token_refreshed) as heard:
        session.refresh(first["refresh_token"])
        session.refresh(first["refresh_token"])

    [sent] = heard
    assert sent["signal"] is token_refreshed
    assert sent["access_token"] == AccessToken.objects.latest("id")
    assert sent["refresh_token"] == RefreshToken.objects.latest("id")


def test_a_refresh_token_that_is_kept_is_not_announced_as_new(session, listen):
    session.client.rotates_refresh_tokens = False
    session.client.save()
    first = session.tokens()
    with listen(token_refreshed) as heard:
        session.refresh(first["refresh_token"])

    [sent] = heard
    assert sent["access_token"] == AccessToken.objects.latest("id")
    assert sent["refresh_token"] is None


@pytest.mark.parametrize(
    ("kind", "model"), [("access_token", AccessToken), ("refresh_token", RefreshToken)]
)
def test_a_revocation_is_announced_once(session, listen, kind, model):
    tokens = session.tokens()
    with listen(token_revoked) as heard:
        session.revoke(tokens[kind])
        session.revoke(tokens[kind])
        session.revoke("unknown")

    [sent] = heard
    assert sent["sender"] is model
    assert sent["token"] == model.objects.get()
    assert sent["grant"] == Grant.objects.get()


def test_no_signal_carries_the_value_of_a_token(session, listen):
    with listen(token_issued) as heard:
        tokens = session.tokens()
    [sent] = heard
    told = f"{vars(sent['access_token'])} {vars(sent['refresh_token'])} {vars(sent['grant'])}"
    assert tokens["access_token"] not in told
    assert tokens["refresh_token"] not in told


@pytest.mark.django_db(transaction=True)
def test_a_receiver_hears_of_what_is_committed_and_cannot_break_the_answer(session, caplog):
    states = []

    def fail(**_sent):
        states.append(connection.in_atomic_block)
        raise RuntimeError("the receiver's own mistake")

    token_issued.connect(fail)
    try:
        with caplog.at_level(logging.ERROR):
            tokens = session.tokens()
    finally:
        token_issued.disconnect(fail)

    assert states == [False]
    assert session.call(tokens["access_token"]).status_code == 200
    assert "the receiver's own mistake" in caplog.text
