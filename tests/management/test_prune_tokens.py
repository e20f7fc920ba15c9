from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from time import sleep

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper
from django.db import OperationalError, connection
from django.utils import timezone

from oauth_provider.management.progress import Progress
from oauth_provider.models import (
    AccessToken,
    AuthorizationCode,
    Client,
    Consent,
    Grant,
    RefreshToken,
)
from tests.browser_session import Session
from tests.conflicts import conflicting
from tests.factories import ClientFactory, PublicClientFactory, UserFactory

pytestmark = pytest.mark.django_db

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


class Terminal(StringIO):
    """Somebody looks on."""

    def isatty(self):
        return True


def run(*arguments, stderr=None, **options):
    """What the command prints."""
    out = StringIO()
    call_command("prune_tokens", *arguments, stdout=out, stderr=stderr or StringIO(), **options)
    return out.getvalue()


def found(printed):
    """The lines of a report but the last: how many of what."""
    lines = [line.split(maxsplit=1) for line in printed.splitlines()]
    return {name: int(rows.replace(",", "")) for rows, name in lines[:-1]}


def make_dead(number):
    """Access tokens that expired, of a client that acts for itself."""
    end = timezone.now() - 2 * HOUR
    grant = Grant.objects.create(client=PublicClientFactory())
    AccessToken.objects.bulk_create(
        AccessToken(grant=grant, digest=f"{n}", created_at=end, expires_at=end - n * SECOND)
        for n in range(number)
    )


@contextmanager
def failing(after, error):
    """A database that fails when it has deleted access tokens that often."""
    deleted = []

    def execute(execute, sql, *rest):
        if sql.startswith("DELETE") and "accesstoken" in sql:
            deleted.append(sql)
        if len(deleted) > after:
            raise error
        return execute(sql, *rest)

    with connection.execute_wrapper(execute):
        yield


@contextmanager
def slowly(seconds):
    """A database that takes its time to delete."""

    def execute(execute, sql, *rest):
        if sql.startswith("DELETE"):
            sleep(seconds)
        return execute(sql, *rest)

    with connection.execute_wrapper(execute):
        yield


@pytest.fixture
def one_of_each():
    """A row of each kind that can leave, and what the report calls it."""
    now, client = timezone.now(), ClientFactory()
    end = now - 2 * HOUR
    issued = {"created_at": end - HOUR, "expires_at": end}

    def grant(**changes):
        return Grant.objects.create(client=client, user=UserFactory(), **changes)

    AccessToken.objects.create(grant=grant(expires_at=now + DAY), digest="a", **issued)
    spent = {"rotated_at": end, "sealed_successor": b"sealed"}
    RefreshToken.objects.create(grant=grant(expires_at=now + DAY), digest="a", **issued, **spent)
    RefreshToken.objects.create(grant=grant(expires_at=end), digest="b", **issued)
    RefreshToken.objects.create(grant=grant(revoked_at=now - 8 * DAY), digest="c", **issued)
    AuthorizationCode.objects.create(grant=grant(), digest="a", **issued)
    RefreshToken.objects.create(grant=grant(), digest="d", **issued)
    grant(last_used_at=now - 8 * DAY)
    agreed = {"created_at": end, "updated_at": end, "expires_at": end}
    Consent.objects.create(client=client, user=UserFactory(), **agreed)
    PublicClientFactory(is_self_registered=True, created_at=now - 31 * DAY)
    return {
        "expired access tokens": 1,
        "answers in spent refresh tokens": 1,
        "expired authorizations": 1,
        "revoked authorizations": 1,
        "authorization codes that nobody used": 1,
        "refresh tokens that nobody used": 1,
        "authorizations of which nothing is left": 1,
        "expired consents": 1,
        "applications that nobody used": 1,
    }


def test_each_kind_is_reported(one_of_each):
    printed = run()
    others = found(printed).pop("other rows that went with them")
    assert {**one_of_each, "other rows that went with them": others} == found(printed)
    assert "removed in" in printed.splitlines()[-1]
    assert (AccessToken.objects.count(), RefreshToken.objects.count()) == (0, 1)
    assert (Grant.objects.count(), Client.objects.count(), Consent.objects.count()) == (2, 1, 0)


def test_a_dry_run_tells_what_a_run_then_does_and_does_nothing(one_of_each, measure):
    with measure() as cost:
        printed = run("--dry-run")
    assert cost.writes == 0
    assert not any("FOR UPDATE" in sql for sql in cost.statements)
    assert found(printed) == one_of_each
    assert printed.splitlines()[-1].split() == ["9", "would", "be", "removed"]
    assert found(run("--dry-run")) == one_of_each


def test_there_may_be_nothing_to_do(session):
    session.tokens()
    assert run("--dry-run").split() == ["0", "would", "be", "removed"]
    assert run().startswith(f"{0:>12} removed in")


def test_numbers_are_readable():
    make_dead(1200)
    assert run().splitlines()[0] == "       1,200 expired access tokens"


def test_live_tokens_are_as_good_as_before(session, service):
    tokens = session.tokens()
    second = session.refresh(tokens["refresh_token"]).json()
    acting = Session(service).post("/oauth/token", grant_type="client_credentials").json()
    run()
    assert session.call(second["access_token"]).status_code == 200
    assert session.call(tokens["access_token"]).status_code == 200
    assert session.introspect(second["refresh_token"]).json()["active"] is True
    assert session.call(acting["access_token"], "/api/v1/timelines/public").status_code == 200
    assert session.refresh(second["refresh_token"]).status_code == 200


def test_the_size_of_a_batch_is_chosen(measure):
    make_dead(10)
    with measure() as cost:
        run("--batch-size", "3")
    deleting = [sql for sql in cost.statements if sql.startswith("DELETE")]
    assert [sql.count(",") + 1 for sql in deleting] == [3, 3, 3, 1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--batch-size", "0"], "1 to 10000 rows"),
        (["--batch-size", "10001"], "1 to 10000 rows"),
        (["--batch-size", "many"], "1 to 10000 rows"),
        (["--max-seconds", "0"], "at least one"),
        (["--max-seconds", "soon"], "at least one"),
        (["--database", "elsewhere"], "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, said):
    make_dead(1)
    with pytest.raises(CommandError, match=said):
        run(*arguments)
    assert AccessToken.objects.exists()


def test_a_run_ends_in_time_and_the_next_one_goes_on():
    make_dead(10)
    errors = StringIO()
    with slowly(0.6):
        printed = run("--batch-size", "4", "--max-seconds", "1", stderr=errors)
    assert found(printed) == {"expired access tokens": 8}
    assert "Run it again for the rest" in errors.getvalue()
    assert found(run()) == {"expired access tokens": 2}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("it is away"), KeyboardInterrupt()])
def test_a_run_that_fails_half_way_reports_what_it_did_and_the_next_one_goes_on(error):
    make_dead(10)
    out = StringIO()
    with failing(2, error), pytest.raises(CommandError, match="Run it again for the rest"):
        call_command("prune_tokens", batch_size=3, stdout=out, stderr=StringIO())
    assert found(out.getvalue()) == {"expired access tokens": 6}
    assert AccessToken.objects.count() == 4
    assert found(run()) == {"expired access tokens": 4}


def test_long_work_shows_on_a_terminal_how_far_it_is():
    make_dead(3)
    screen = Terminal()
    with slowly(0.25):
        run("--batch-size", "1", stderr=screen)
    assert "\r1 removed so far: expired access tokens\x1b[K" in screen.getvalue()
    assert "\n" not in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_elsewhere_each_report_of_progress_is_a_line():
    log = StringIO()
    progress = Progress(OutputWrapper(log), is_quiet=False)
    progress.say("too early")
    progress.said -= 11
    progress.say("half of it")
    progress.end()
    assert log.getvalue() == "half of it\n"


def test_who_wants_quiet_gets_only_the_report():
    make_dead(3)
    screen = Terminal()
    with slowly(0.25):
        printed = run("--batch-size", "1", stderr=screen, verbosity=0)
    assert screen.getvalue() == ""
    assert found(printed) == {"expired access tokens": 3}


def test_what_takes_no_time_shows_no_progress():
    make_dead(3)
    screen = Terminal()
    run(stderr=screen)
    assert screen.getvalue() == ""


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_meets_a_deadlock_is_taken_anew(session):
    session.tokens()
    Grant.objects.update(expires_at=timezone.now() - 2 * HOUR)
    first = iter([True])
    with conflicting(every=lambda sql: sql.startswith("DELETE") and next(first, False)) as met:
        run()
    assert met.failed == 1
    assert not Grant.objects.exists()
