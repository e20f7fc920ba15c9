"""Access tokens in partitions, on PostgreSQL: the flows go on, and days of tokens leave at once."""

from datetime import datetime, timedelta
from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Grant
from oauth_provider.models.partitions import REST, TABLE, Partitions
from tests.browser_session import Session
from tests.factories import ClientFactory, ServiceFactory, UserFactory

from . import requests
from .plans import Planned
from .population import populate
from .stage import played

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can do it"),
]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PARTITIONS = Partitions("default")


@pytest.fixture(autouse=True)
def _setting(settings):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_PARTITIONS = True


@pytest.fixture(autouse=True)
def _whole_again():
    """The table is one again, whatever became of the test."""
    yield
    if PARTITIONS.are_there:
        PARTITIONS.unite()


@pytest.fixture
def session():
    return Session(ClientFactory(), UserFactory(username="alice"))


@pytest.fixture
def divided(session):
    """A divided table with partitions for a week. What was issued before is in the rest."""
    before = session.tokens()
    partition("--divide")
    return before


def partition(*arguments):
    output = StringIO()
    call_command("partition_tokens", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def rows_by_partition():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tableoid::regclass::text, count(*) FROM {TABLE} GROUP BY 1")
        return dict(cursor.fetchall())


def let_expire(token, ago):
    """It ended that long ago, and is where such tokens are."""
    AccessToken.objects.filter(digest=secret.digest(token)).update(expires_at=timezone.now() - ago)


def shape():
    """All that the database knows about the columns and constraints of the table."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, TABLE)
        constraints = connection.introspection.get_constraints(cursor, TABLE)
    return columns, constraints


def make(begin, days=1):
    """Partitions as they were made some days ago."""
    return list(PARTITIONS.make(begin + days * DAY, width=DAY, now=begin))


def test_dividing_loses_nothing_and_the_flows_go_on(divided, session):
    assert len(PARTITIONS.all()) in {7, 8}
    assert session.call(divided["access_token"]).status_code == 200
    after = session.refresh(divided["refresh_token"]).json()
    assert session.call(after["access_token"]).status_code == 200
    for story in (
        requests.tokens_of_a_user(Session(session.client, UserFactory(username="bob"))),
        requests.machine_to_machine(Session(ServiceFactory())),
        requests.authorized_pages(session.user, session.client),
    ):
        played(story)


def test_tokens_are_where_their_end_is(divided, session):
    tomorrow = PARTITIONS.all()[0]
    session.client.access_token_lifetime = tomorrow.begin + HOUR - timezone.now()
    session.client.save()
    session.tokens()
    assert rows_by_partition() == {REST: 1, tomorrow.name: 1}


def test_a_partition_can_be_an_hour(session):
    partition("--divide", "--width", "1", "--ahead", "26")
    widths = {part.end - part.begin for part in PARTITIONS.all()}
    assert widths == {HOUR}
    assert len({part.name for part in PARTITIONS.all()}) == len(PARTITIONS.all()) > 1


def test_a_token_without_an_end_is_in_the_rest_until_it_is_revoked(divided, session, settings):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = None
    token = session.tokens()["access_token"]
    assert AccessToken.find(token).expires_at is None
    make(timezone.now() - 2 * DAY, 0)
    assert session.revoke(token).status_code == 200
    assert session.call(token).status_code == 401
    assert rows_by_partition()[REST] == 2


def test_days_that_are_over_are_dropped_and_all_else_stays(session):
    live = session.tokens()
    partition("--divide", "--ahead", "24")
    for part in PARTITIONS.all():
        PARTITIONS._change(f"DROP TABLE {part.name}")
    days = make(timezone.now() - 4 * DAY, 3)
    gone = session.tokens()["access_token"]
    let_expire(gone, 2.5 * DAY)
    assert rows_by_partition()[REST] == 1
    output = partition()
    assert PARTITIONS.all()[0].end > timezone.now() - 2 * DAY
    assert "partitions dropped" in output
    assert days[0].name not in {part.name for part in PARTITIONS.all()}
    assert not AccessToken.find(gone)
    assert session.call(live["access_token"]).status_code == 200


def test_what_expired_in_the_rest_leaves_too(divided, session):
    let_expire(divided["access_token"], 2 * HOUR)
    assert "1 expired access tokens removed" in partition()
    assert AccessToken.objects.count() == 0
    assert session.refresh(divided["refresh_token"]).status_code == 200


def test_pruning_leaves_them_to_their_partitions_and_removes_what_else_is_due(divided, session):
    let_expire(divided["access_token"], 2 * HOUR)
    call_command("prune_tokens", stdout=StringIO(), stderr=StringIO())
    assert AccessToken.objects.count() == 1
    Grant.objects.update(expires_at=timezone.now() - DAY)
    call_command("prune_tokens", stdout=StringIO(), stderr=StringIO())
    assert (Grant.objects.count(), AccessToken.objects.count()) == (0, 0)


def test_tokens_that_were_issued_before_their_partition_was_made_move_into_it(divided, session):
    last = PARTITIONS.all()[-1]
    session.client.access_token_lifetime = last.end + HOUR - timezone.now()
    session.client.save()
    token = session.tokens()["access_token"]
    assert rows_by_partition() == {REST: 2}
    partition("--ahead", "216")
    assert rows_by_partition() == {REST: 1, f"{TABLE}_{last.end:%Y%m%d%H%M}": 1}
    assert session.call(token).status_code == 200


def test_the_way_back_loses_nothing_and_leaves_the_table_as_it_was(session):
    before, live = shape(), session.tokens()
    partition("--divide")
    session.client.access_token_lifetime = 3 * DAY
    session.client.save()
    later = session.tokens()
    assert len(rows_by_partition()) == 2
    assert "One table again" in partition("--unite")
    assert shape() == before
    fresh = session.tokens()
    for tokens in (live, later, fresh):
        assert session.call(tokens["access_token"]).status_code == 200
    assert len(set(AccessToken.objects.values_list("pk", flat=True))) == 3


def test_ids_go_on_where_they_were(divided, session):
    session.tokens()
    first, second = AccessToken.objects.order_by("pk").values_list("pk", flat=True)
    assert second > first


def test_every_query_still_goes_by_an_index_of_each_partition(settings):
    populate()
    partition("--divide", "--ahead", "24")
    ids = list(AccessToken.objects.values_list("pk", flat=True))
    ends = [timezone.now() + HOUR / 60, *(part.begin for part in PARTITIONS.all())]
    for n, end in enumerate(ends):
        AccessToken.objects.filter(pk__in=ids[n :: len(ends)]).update(expires_at=end)
    assert len(rows_by_partition()) == len(ends)
    PARTITIONS.analyze()
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = DAY
    planned = Planned()
    session = Session(ClientFactory(), UserFactory())
    played(requests.tokens_of_a_user(session), watched=planned.watched)
    assert planned.found == []


def test_a_query_that_says_when_visits_only_those_days(divided):
    first, *_others = PARTITIONS.all()
    found = AccessToken.objects.filter(expires_at__gte=first.begin, expires_at__lt=first.end)
    plan = found.explain()
    assert first.name in plan
    assert _others[0].name not in plan
    assert REST not in plan


def test_a_run_that_finds_the_table_in_use_gives_up_and_says_so(divided, monkeypatch):
    monkeypatch.setattr("oauth_provider.management.commands.partition_tokens.PAUSE", 0)
    monkeypatch.setattr("oauth_provider.models.partitions.WAIT", "50ms")
    held, done = Event(), Event()

    def hold():
        with connection.cursor() as cursor:
            cursor.execute(f"BEGIN; LOCK TABLE {REST} IN ACCESS SHARE MODE")
            held.set()
            done.wait(60)
            cursor.execute("ROLLBACK")
        connections.close_all()

    holder = Thread(target=hold)
    holder.start()
    held.wait(60)
    try:
        with pytest.raises(CommandError, match="Run it again"):
            partition("--ahead", "480")
    finally:
        done.set()
        holder.join()
    assert "partitions made" in partition("--ahead", "480")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--unite"], "not divided"),
        ([], "Begin with --divide"),
        (["--width", "0"], "whole hours"),
        (["--divide", "--unite"], "not allowed with"),
    ],
)
def test_what_cannot_be_done_is_said(db, arguments, said):
    with pytest.raises(CommandError, match=said):
        partition(*arguments)


def test_it_cannot_be_divided_twice(divided):
    with pytest.raises(CommandError, match="divided already"):
        partition("--divide")


def test_a_site_is_told_of_the_setting_that_belongs_to_it(settings):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_PARTITIONS = False
    assert "OAUTH_PROVIDER_ACCESS_TOKEN_PARTITIONS = True" in partition("--divide")


def test_bounds_are_read_in_any_time_zone(divided):
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'Asia/Kolkata'")
    assert all(
        isinstance(part.begin, datetime) and part.begin.hour == 0 for part in PARTITIONS.all()
    )
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
