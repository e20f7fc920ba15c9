"""RFC 6749 §6 as a story: a refresh token is used once, and nobody honest is logged out."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from oauth_provider.models import AccessToken, Grant, RefreshToken
from oauth_provider.signals import refresh_token_reused
from tests.browser_session import Session
from tests.factories import ClientFactory

pytestmark = pytest.mark.django_db


def later(**delta):
    return time_machine.travel(timezone.now() + timedelta(**delta), tick=False)


def test_a_refresh_gives_both_tokens_anew(session):
    first = session.tokens()
    response = session.refresh(first["refresh_token"])
    second = response.json()

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert set(second) == set(first)
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"] != first["refresh_token"]
    assert second["scope"] == first["scope"]
    assert session.call(second["access_token"]).status_code == 200


def test_the_previous_access_token_lives_to_its_own_end(session):
    first = session.tokens()
    session.refresh(first["refresh_token"])
    assert session.call(first["access_token"]).status_code == 200


def test_a_public_client_refreshes_too(desktop_session):
    first = desktop_session.tokens()
    assert desktop_session.refresh(first["refresh_token"]).status_code == 200


def test_an_answer_that_got_lost_is_given_again(session):
    spent = session.tokens()["refresh_token"]
    first = session.refresh(spent).json()
    with later(seconds=10):
        again = session.refresh(spent).json()

    assert again.pop("expires_in") == first.pop("expires_in") - 10
    assert again == first
    assert AccessToken.objects.count() == 2
    assert RefreshToken.objects.count() == 2


def test_the_same_answer_is_given_even_when_its_successor_was_used(session):
    spent = session.tokens()["refresh_token"]
    first = session.refresh(spent).json()
    session.refresh(first["refresh_token"])

    assert session.refresh(spent).json() == first


def test_the_replay_window_does_not_slide(session):
    spent = session.tokens()["refresh_token"]
    session.refresh(spent)
    with later(seconds=20):
        assert session.refresh(spent).status_code == 200
    with later(seconds=31):
        assert session.refresh(spent).status_code == 400


def test_reuse_after_the_window_ends_everything_and_is_announced(session, listen):
    first = session.tokens()
    second = session.refresh(first["refresh_token"]).json()
    with listen(refresh_token_reused) as heard, later(seconds=31):
        responses = [session.refresh(first["refresh_token"]) for _ in range(2)]

    assert {response.json()["error"] for response in responses} == {"invalid_grant"}
    assert session.refresh(second["refresh_token"]).status_code == 400
    assert session.call(second["access_token"]).status_code == 401
    assert [sent["grant"] for sent in heard] == [Grant.objects.get()]


def test_a_window_of_zero_is_strict_single_use(session, settings):
    settings.OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW = timedelta()
    spent = session.tokens()["refresh_token"]
    successor = session.refresh(spent).json()

    assert session.refresh(spent).status_code == 400
    assert session.call(successor["access_token"]).status_code == 401


def test_a_dump_of_the_database_opens_no_seal(session):
    spent = session.tokens()["refresh_token"]
    successor = session.refresh(spent).json()

    sealed = bytes(RefreshToken.objects.get(rotated_at__isnull=False).sealed_successor)
    assert successor["access_token"].encode() not in sealed
    assert successor["refresh_token"].encode() not in sealed


def test_a_damaged_seal_gives_no_answer_and_no_stack_trace(session):
    spent = session.tokens()["refresh_token"]
    session.refresh(spent)
    RefreshToken.objects.update(sealed_successor=b"damaged")

    assert session.refresh(spent).json()["error"] == "invalid_grant"


def test_another_client_cannot_use_a_refresh_token_nor_harm_it(session, bob):
    token = session.tokens()["refresh_token"]
    thief = Session(ClientFactory(), bob)

    assert thief.refresh(token).json()["error"] == "invalid_grant"
    session.refresh(token)
    with later(seconds=60):
        assert thief.refresh(token).json()["error"] == "invalid_grant"
    assert Grant.objects.get(client=session.client).revoked_at is None


def test_a_narrower_scope_narrows_the_access_token_and_not_the_refresh_token(session):
    first = session.tokens()
    narrow = session.refresh(first["refresh_token"], scope="read").json()
    assert narrow["scope"] == "read"

    wide = session.refresh(narrow["refresh_token"]).json()
    assert wide["scope"] == "read write"


def test_a_child_of_what_was_granted_is_narrower(session):
    token = session.refresh(session.tokens()["refresh_token"], scope="read:accounts").json()
    assert token["scope"] == "read:accounts"


@pytest.mark.parametrize("scope", ["follow", "read write follow", "nonsense", 'say"hi'])
def test_a_wider_scope_is_refused_and_the_token_stays_good(session, scope):
    token = session.tokens()["refresh_token"]

    assert session.refresh(token, scope=scope).json()["error"] == "invalid_scope"
    assert session.refresh(token).status_code == 200


def test_each_use_starts_the_idle_lifetime_again(alice):
    session = Session(ClientFactory(refresh_token_lifetime=timedelta(days=10)), alice)
    token = session.tokens()["refresh_token"]
    for day in (9, 18, 27):
        with later(days=day):
            token = session.refresh(token).json()["refresh_token"]
    with later(days=38):
        assert session.refresh(token).status_code == 400


def test_no_use_moves_the_end_of_the_grant(alice):
    session = Session(ClientFactory(grant_lifetime=timedelta(days=10)), alice)
    token = session.tokens()["refresh_token"]
    with later(days=9):
        token = session.refresh(token).json()["refresh_token"]
    with later(days=10):
        assert session.refresh(token).json()["error"] == "invalid_grant"


def test_what_the_user_took_back_is_not_refreshed(session):
    token = session.tokens()
    Grant.objects.update(scope="read")

    assert session.refresh(token["refresh_token"]).json()["scope"] == "read"


@pytest.mark.parametrize("value", ["", "nonsense", "x" * 10_000, "ort" + "0" * 49])
def test_what_is_no_refresh_token_is_refused(session, value):
    assert session.refresh(value).status_code == 400


def test_an_access_token_or_a_code_is_no_refresh_token(session):
    code = session.code()
    assert session.refresh(code).json()["error"] == "invalid_grant"
    assert session.refresh(session.exchange(code).json()["access_token"]).status_code == 400


@pytest.fixture
def reusing(alice):
    """A confidential client whose refresh tokens are not rotated."""
    return Session(ClientFactory(rotates_refresh_tokens=False), alice)


def test_a_client_without_rotation_keeps_its_refresh_token(reusing):
    first = reusing.tokens()
    second = reusing.refresh(first["refresh_token"]).json()
    with later(hours=2):
        third = reusing.refresh(first["refresh_token"]).json()

    assert first["refresh_token"] == second["refresh_token"] == third["refresh_token"]
    assert len({first["access_token"], second["access_token"], third["access_token"]}) == 3
    assert RefreshToken.objects.count() == 1


def test_without_rotation_each_use_starts_the_idle_lifetime_again(reusing):
    reusing.client.refresh_token_lifetime = timedelta(days=10)
    reusing.client.save()
    token = reusing.tokens()["refresh_token"]
    for day in (9, 18):
        with later(days=day):
            assert reusing.refresh(token).status_code == 200
    with later(days=29):
        assert reusing.refresh(token).status_code == 400


def test_a_spent_token_stays_spent_when_rotation_is_turned_off(session):
    spent = session.tokens()["refresh_token"]
    session.refresh(spent)
    session.client.rotates_refresh_tokens = False
    session.client.save()
    with later(seconds=60):
        assert session.refresh(spent).json()["error"] == "invalid_grant"
