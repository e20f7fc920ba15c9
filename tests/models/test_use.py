"""When was a grant last used? Known to the hour, for one write an hour and never a failed call."""

import logging
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from oauth_provider.models import AccessToken, Grant
from tests.browser_session import Session

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
API = "/api/v1/accounts/verify_credentials"


@pytest.fixture
def calling(measure, django_capture_on_commit_callbacks):
    """Calls the API, with what is done when the call's transaction is over; tells the cost."""

    def call(session, token, path=API, status=200):
        with measure() as cost, django_capture_on_commit_callbacks(execute=True):
            assert session.call(token, path).status_code == status
        return cost

    return call


def last_used(ago):
    """Let every grant have been used so long ago. When that is."""
    moment = timezone.now() - ago
    Grant.objects.update(last_used_at=moment)
    return moment


def test_a_call_within_the_hour_writes_nothing(session, calling):
    token = session.tokens()["access_token"]
    for ago in (0 * HOUR, 0.99 * HOUR):
        moment = last_used(ago)
        assert calling(session, token).writes == 0
        assert Grant.objects.get().last_used_at == moment


def test_a_call_an_hour_later_writes_once(session, calling):
    token = session.tokens()["access_token"]
    last_used(HOUR)
    costs = [calling(session, token) for _ in range(3)]
    assert [cost.writes for cost in costs] == [1, 0, 0]
    assert costs[0].queries == costs[1].queries + 1
    assert timezone.now() - Grant.objects.get().last_used_at < timedelta(minutes=1)


def test_of_calls_at_the_same_moment_one_writes(session, django_capture_on_commit_callbacks):
    session.tokens()
    last_used(5 * HOUR)
    now = timezone.now()
    stale = [Grant.objects.get() for _ in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        for n, grant in enumerate(stale):
            grant.note_use(now + n * timedelta(seconds=1))
    assert Grant.objects.get().last_used_at == now


def test_other_grants_are_left_alone(session, calling):
    token = session.tokens()["access_token"]
    session.tokens()
    moment = last_used(5 * HOUR)
    calling(session, token)
    assert Grant.objects.filter(last_used_at=moment).count() == 1


def test_a_client_that_acts_for_itself_is_noted_too(service, calling):
    session = Session(service)
    token = session.post("/oauth/token", grant_type="client_credentials").json()["access_token"]
    moment = last_used(5 * HOUR)
    calling(session, token, "/api/v1/timelines/public")
    assert Grant.objects.get().last_used_at > moment


@pytest.mark.parametrize("end", ["expires_at", "revoked_at"])
def test_a_refused_token_is_not_in_use(session, calling, end):
    token = session.tokens()["access_token"]
    AccessToken.objects.update(**{end: timezone.now()})
    moment = last_used(5 * HOUR)
    calling(session, token, status=401)
    assert Grant.objects.get().last_used_at == moment


def test_a_call_that_is_forbidden_is_use_too(session, calling):
    token = session.tokens(scope="write", allow=["write"])["access_token"]
    moment = last_used(5 * HOUR)
    calling(session, token, status=403)
    assert Grant.objects.get().last_used_at > moment


def test_a_refresh_and_a_redemption_pay_nothing_for_it(session, measure):
    tokens, code = session.tokens(), session.code()
    last_used(5 * HOUR)
    for act in (lambda: session.refresh(tokens["refresh_token"]), lambda: session.exchange(code)):
        with measure() as cost:
            assert act().status_code == 200
        assert (cost.queries, cost.writes) == (5, 3)


def read_only(execute, sql, params, many, context):
    if sql.startswith("UPDATE") and "last_used_at" in sql:
        raise OperationalError("attempt to write a readonly database")
    return execute(sql, params, many, context)


def test_a_database_that_takes_no_note_does_not_fail_the_call(
    session, django_capture_on_commit_callbacks, caplog
):
    token = session.tokens()["access_token"]
    moment = last_used(5 * HOUR)
    with (
        connection.execute_wrapper(read_only),
        django_capture_on_commit_callbacks(execute=True),
        caplog.at_level(logging.WARNING),
    ):
        assert session.call(token).status_code == 200
    assert Grant.objects.get().last_used_at == moment
    (record,) = [record for record in caplog.records if record.name.startswith("oauth_provider")]
    assert "its use was not noted: attempt to write a readonly database" in record.getMessage()
    assert token not in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_atomic", [False, True])
def test_the_row_is_locked_for_no_longer_than_the_note_takes(session, settings, is_atomic):
    """Within the transaction of a slow call, it would be locked for all others of that grant."""
    token = session.tokens()["access_token"]
    moment = last_used(5 * HOUR)
    connection.settings_dict["ATOMIC_REQUESTS"] = is_atomic
    noted = []

    def watch(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "last_used_at" in sql:
            noted.append(len(connection.savepoint_ids))
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(watch):
            assert session.call(token).status_code == 200
    finally:
        connection.settings_dict["ATOMIC_REQUESTS"] = False
    assert noted == [0]  # in no transaction but its own
    assert Grant.objects.get().last_used_at > moment
