"""RFC 9700 §4.14.2: the same token, used by many at the same moment, and ended meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from oauth_provider.models import ClientSecret, RefreshToken

from .answers import assert_error, assert_invalid_token

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 10
PATIENCE = 60  # seconds


def at_once(*calls):
    """What each call returns, all begun at the same moment, each with a connection of its own."""
    start = Barrier(len(calls))

    def one(call):
        try:
            start.wait(PATIENCE)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(one, calls))


def refreshing(session, token):
    return lambda: session.refresh(token)


def assert_all_dead(session, answers):
    for tokens in answers:
        assert_invalid_token(session.call(tokens["access_token"]))
        assert_error(session.refresh(tokens["refresh_token"]), "invalid_grant")


@pytest.mark.parametrize("who", ["session", "desktop_session"])
def test_a_strict_token_used_by_many_at_once_leaves_nothing_alive(request, settings, who):
    settings.OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW = timedelta(0)
    session = request.getfixturevalue(who)
    first = session.tokens()
    answers = at_once(*[refreshing(session, first["refresh_token"])] * MANY)
    given = [answer.json() for answer in answers if answer.status_code == 200]
    assert len(given) == 1
    for answer in answers:
        if answer.status_code != 200:
            assert_error(answer, "invalid_grant")
    assert_all_dead(session, [first, *given])


def test_a_token_that_is_kept_serves_all_who_use_it_at_once(session):
    session.client.rotates_refresh_tokens = False
    session.client.save()
    first = session.tokens()
    answers = at_once(*[refreshing(session, first["refresh_token"])] * MANY)
    assert {answer.status_code for answer in answers} == {200}
    for answer in answers:
        assert session.call(answer.json()["access_token"]).status_code == 200
    assert RefreshToken.objects.count() == 1


def delete(user):
    """As often as it takes: where a refresh was faster, MariaDB refuses to orphan its rows."""
    for _attempt in range(MANY):
        try:
            user.delete()
        except IntegrityError:
            continue
        return
    raise AssertionError("it was never deleted")


@pytest.mark.parametrize("end", ["deactivate the user", "disable the client", "delete the user"])
def test_what_is_refreshed_while_its_owner_is_stopped_is_dead(session, end):
    def stop():
        if end == "disable the client":
            session.client.disable(reason="abuse", now=timezone.now())
        elif end == "delete the user":
            delete(session.user)
        else:
            session.user.is_active = False
            session.user.save()

    first = session.tokens()
    calls = [refreshing(session, first["refresh_token"])] * (MANY - 1)
    *answers, _ = at_once(*calls, stop)
    assert {answer.status_code for answer in answers} <= {200, 400, 401, 503}
    given = [answer.json() for answer in answers if answer.status_code == 200]
    for tokens in [first, *given]:
        assert_invalid_token(session.call(tokens["access_token"]))
        assert session.refresh(tokens["refresh_token"]).status_code in {400, 401}


def test_no_client_is_refused_while_its_secret_is_rotated(acting):
    """The new secret works before the old one ends, and the old one works until it does."""
    old, rotated = acting.client.secret, []

    def authenticate():
        form = {
            "grant_type": "client_credentials",
            "client_secret": rotated[-1] if rotated else old,
        }
        return acting.post("/oauth/token", **form)

    def rotate():
        later = timezone.now() + timedelta(hours=1)
        _, value = ClientSecret.objects.issue(client=acting.client)
        acting.client.secrets.exclude(last_four=value[-4:]).update(expires_at=later)
        rotated.append(value)

    for _ in range(3):
        *answers, _ = at_once(*[authenticate] * 20, rotate)
        assert {answer.status_code for answer in answers} == {200}
    for value in (old, *rotated):
        assert (
            acting.post(
                "/oauth/token", grant_type="client_credentials", client_secret=value
            ).status_code
            == 200
        )
