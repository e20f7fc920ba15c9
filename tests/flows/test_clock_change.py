"""A site without time zones, in the nights in which an hour comes twice, or is missing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from oauth_provider.models import Grant, moment

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
# In Berlin it is two o'clock again at the first of these, and three at once at the other.
BACK = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
FORTH = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _local_time(settings):
    settings.USE_TZ = False
    settings.TIME_ZONE = "Europe/Berlin"


@pytest.fixture
def at():
    """``with at(moment):`` the clock of the site says so."""
    return lambda moment: time_machine.travel(moment, tick=False)


@pytest.mark.parametrize("change", [BACK, FORTH])
def test_an_access_token_ends_when_it_was_said_to(at, session, change):
    with at(change - 30 * SECOND):
        session.client.access_token_lifetime = timedelta(minutes=1)
        session.client.save()
        told = session.tokens()
        assert told["created_at"] == int((change - 30 * SECOND).timestamp())
    with at(change + 29 * SECOND):
        assert session.call(told["access_token"]).status_code == 200
        introspected = session.introspect(told["access_token"]).json()
        assert introspected["exp"] == int((change + 30 * SECOND).timestamp())
    with at(change + 31 * SECOND):
        assert session.call(told["access_token"]).status_code == 401


@pytest.mark.parametrize("change", [BACK, FORTH])
def test_the_answer_of_a_refresh_is_repeated_for_the_replay_window_and_no_longer(
    at, session, change
):
    with at(change - 15 * SECOND):
        spent = session.tokens()["refresh_token"]
        successor = session.refresh(spent).json()["refresh_token"]
    with at(change + 14 * SECOND):
        assert session.refresh(spent).json()["refresh_token"] == successor
    with at(change + 16 * SECOND):
        assert session.refresh(spent).json()["error"] == "invalid_grant"
        assert Grant.objects.get().revoked_at == change + 16 * SECOND


def test_a_code_does_not_come_back_to_life(at, session):
    with at(BACK - 90 * SECOND):
        code = session.code()
    with at(BACK - 20 * SECOND):
        assert session.exchange(code).json()["error"] == "invalid_grant"
    with at(BACK + 1 * SECOND):
        assert session.exchange(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("change", [BACK, FORTH])
def test_whoever_just_signed_in_is_not_sent_to_sign_in_again(at, session, change):
    with at(change - 30 * SECOND):
        session.browser.force_login(session.user)
    with at(change + 30 * SECOND):
        assert session.ask(max_age="120").status_code == 200
        assert session.ask(max_age="50").status_code == 302


@pytest.mark.parametrize("hours", [-1, 0])
def test_a_moment_comes_back_as_it_was_kept(web, hours):
    """Both of the half past two that there are in that night."""
    kept = BACK + timedelta(hours=hours, minutes=30, microseconds=123456)
    grant = Grant.objects.begin(client=web, created_at=kept, grant_type="client_credentials")
    assert Grant.objects.get(created_at=kept) == grant
    found = Grant.objects.values_list("created_at", flat=True).get()
    assert (found, found.tzinfo) == (kept, UTC)


def test_what_django_says_in_local_time_means_the_same(web):
    assert web.created_at.tzinfo is UTC
    assert moment.aware(datetime(2026, 7, 1, 12)) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    web.first_used_at = datetime(2026, 7, 1, 12)
    web.save()
    web.refresh_from_db()
    assert web.first_used_at == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_pages_show_the_time_of_the_site(at, session):
    with at(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
        session.tokens()
        page = session.browser.get("/oauth/authorized/").content.decode()
    assert "July 2, 2026" in page
