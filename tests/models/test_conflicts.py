"""Real deadlocks and serialization failures, on the servers that have them."""

import logging
import time
from contextlib import contextmanager
from threading import Thread

import pytest
from django.db import connection, transaction

from oauth_provider.models import AccessToken, Grant, RefreshToken

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor not in {"postgresql", "mysql"},
        reason="SQLite lets one writer in at a time. Needs DATABASE_URL.",
    ),
]

DEADLINE = 20  # seconds
IS_POSTGRESQL = connection.vendor == "postgresql"
WAITING = {
    "postgresql": "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
    "AND datname = current_database()",
    "mysql": "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
}


@contextmanager
def once_after(statement, act):
    """Let something happen at the first such statement, as soon as it is done."""
    happened = []

    def watch(execute, sql, *rest):
        done = execute(sql, *rest)
        if statement(sql) and not happened:
            happened.append(sql)
            act()
        return done

    with connection.execute_wrapper(watch):
        yield
    assert happened


def is_spending(sql):
    return sql.startswith("UPDATE") and "refreshtoken" in sql


def run(*statements):
    """On the connection of this thread, ahead of Django's own."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_somebody_waiting(observer):
    with observer.cursor() as cursor:
        cursor.execute(WAITING[connection.vendor])
        return cursor.fetchone()[0] > 0


def wait_until_somebody_waits():
    """For a lock, on another connection."""
    observer = connection.copy()
    try:
        end = time.monotonic() + DEADLINE
        while not is_somebody_waiting(observer):
            assert time.monotonic() < end
            time.sleep(0.15)  # asked more often than every 0.1 s, InnoDB repeats its last answer
    finally:
        observer.close()


class Rival(Thread):
    """Another process of the site, which has the grants and then wants the refresh tokens."""

    def run(self):
        try:
            self.hinder()
        finally:
            connection.close()

    def hinder(self):
        with transaction.atomic():
            if IS_POSTGRESQL:  # whoever looks first is the one who gives way
                run("SET LOCAL deadlock_timeout = '60s'")
            for grant in Grant.objects.select_for_update():  # the more it has written, the safer
                Grant.objects.filter(pk=grant.pk).update(authenticated_at=None, expires_at=None)
            RefreshToken.objects.update(scope="read write")


def test_who_loses_a_deadlock_gets_the_answer_even_so(session, caplog):
    token = session.tokens()["refresh_token"]
    for _ in range(5):
        session.code()
    rival = Rival()

    def meet():
        rival.start()
        wait_until_somebody_waits()

    with once_after(is_spending, meet), caplog.at_level(logging.WARNING):
        response = session.refresh(token)
    rival.join(DEADLINE)
    assert not rival.is_alive()
    assert response.status_code == 200, response.content
    assert ["40P01" in caplog.text, "1213" in caplog.text] == [IS_POSTGRESQL, not IS_POSTGRESQL]
    assert RefreshToken.objects.filter(rotated_at=None).count() == 1
    assert AccessToken.objects.count() == 2


@pytest.mark.skipif(not IS_POSTGRESQL, reason="MariaDB's updates see what is newest.")
@pytest.mark.parametrize("isolation", ["repeatable read", "serializable"])
def test_who_comes_second_gets_the_answer_of_the_first(session, caplog, isolation):
    """The same refresh token from two of its client's threads: both get the same pair."""
    token = session.tokens()["refresh_token"]
    answers = []

    def be_faster():
        thread = Thread(target=refresh_elsewhere)
        thread.start()
        thread.join(DEADLINE)

    def refresh_elsewhere():
        try:
            answers.append(session.refresh(token))
        finally:
            connection.close()

    with isolated(isolation), once_in_a_snapshot(be_faster), caplog.at_level(logging.WARNING):
        answers.append(session.refresh(token))
    assert [answer.status_code for answer in answers] == [200, 200]
    first, second = (answer.json() for answer in answers)
    assert first["refresh_token"] == second["refresh_token"]
    assert "attempt 1 of 3: 40001" in caplog.text
    assert RefreshToken.objects.filter(rotated_at=None).count() == 1


@contextmanager
def isolated(level):
    """A site that chose another isolation level."""
    run(f"SET default_transaction_isolation = '{level}'")
    try:
        yield
    finally:
        run("RESET default_transaction_isolation")


@contextmanager
def once_in_a_snapshot(act):
    """Let something happen when the spending transaction has seen its state of the database."""
    happened = []

    def watch(execute, sql, *rest):
        if is_spending(sql) and not happened:
            happened.append(sql)
            execute("SELECT 1 FROM oauth_provider_grant", None, False, rest[-1])
            act()
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield
    assert happened
