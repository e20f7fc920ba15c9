"""What a site hears of its users' decisions: each once, after it was committed."""

import pytest
from django.db import connection, transaction

from oauth_provider.models import Client, Grant
from oauth_provider.signals import authorization_denied, authorization_granted
from tests.browser_session import Session
from tests.factories import ClientFactory

pytestmark = pytest.mark.django_db

DECISIONS = (authorization_granted, authorization_denied)


def test_an_authorization_is_announced_with_its_grant(session, listen):
    with listen(*DECISIONS) as heard:
        session.code()
    [sent] = heard
    assert sent["signal"] is authorization_granted
    assert sent["sender"] is Grant
    assert sent["grant"] == Grant.objects.get()
    assert sent["is_asked"] is True


def test_one_for_which_nobody_was_asked_says_so(session, listen, alice):
    with listen(*DECISIONS) as heard:
        session.code()
        session.ask()
        Session(ClientFactory(is_first_party=True), alice).ask()
    assert [sent["is_asked"] for sent in heard] == [True, False, False]


def test_a_denial_is_announced_with_what_was_denied(session, listen, alice):
    with listen(*DECISIONS) as heard:
        session.decide(session.ask(), "deny")
    [sent] = heard
    assert sent["signal"] is authorization_denied
    assert sent["sender"] is Client
    assert sent["client"] == session.client
    assert sent["user"] == alice
    assert sent["scope_names"] == ("read", "write")


def test_unticking_everything_is_announced_as_a_denial(session, listen):
    with listen(*DECISIONS) as heard:
        session.decide(session.ask(), scope=[])
    assert [sent["signal"] for sent in heard] == [authorization_denied]


def test_nothing_is_announced_before_it_is_committed(session, listen):
    with listen(*DECISIONS) as heard:
        session.code()
        assert heard == []
    assert len(heard) == 1


def test_what_was_rolled_back_is_not_announced(session, listen):
    with listen(*DECISIONS) as heard, transaction.atomic(using=connection.alias):
        session.code()
        session.decide(session.ask(prompt="consent"), "deny")
        transaction.set_rollback(True, using=connection.alias)
    assert heard == []


@pytest.mark.parametrize("wish", [{}, {"prompt": "none"}, {"prompt": "login"}, {"scope": "bogus"}])
def test_what_nobody_decided_is_not_announced(session, listen, wish):
    with listen(*DECISIONS) as heard:
        session.ask(**wish)
    assert heard == []


def test_a_receiver_that_fails_harms_nobody(session, listen, caplog):
    def fail(**_said):
        raise RuntimeError("the mail server is away")

    authorization_granted.connect(fail)
    try:
        with listen():
            code = session.code()
    finally:
        authorization_granted.disconnect(fail)
    assert session.exchange(code).status_code == 200
    assert "the mail server is away" in caplog.text
