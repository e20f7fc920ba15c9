"""Servers restart, vanish, fill up and take no writes under load: nobody loses a session."""

from contextlib import contextmanager

import pytest

from .full import full_by_trigger, full_tablespace
from .site import kill_a_worker, workers

TERMINATE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def test_a_database_that_restarts(crowd, database):
    database.restart("fast")
    crowd.go_on()
    assert crowd.refused + crowd.lost > 0


def test_a_database_that_crashes(crowd, database):
    database.restart("immediate")
    crowd.go_on()
    assert crowd.refused + crowd.lost > 0


def test_a_database_that_is_away_for_a_while(crowd, database):
    database.stop("fast")
    before = crowd.refused
    crowd.wait_until(lambda: crowd.refused > before + 12)
    database.start()


def test_connections_that_are_cut_again_and_again(crowd, database):
    for _ in range(8):
        database.ask(TERMINATE)
        crowd.go_on(1)
    assert crowd.refused > 0


def test_a_database_that_takes_no_writes(crowd, served, database):
    with read_only(database):
        before = crowd.refused
        crowd.wait_until(lambda: crowd.refused > before + 12)
        tokens = crowd.devices[0].held[0]
        assert served.call(tokens["access_token"]).status_code == 200
        assert served.token(served.refreshing(tokens["refresh_token"])).status_code == 503


@contextmanager
def read_only(database):
    """As while a standby is being promoted."""
    database.ask("ALTER SYSTEM SET default_transaction_read_only = on")
    database.ask("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        database.ask("ALTER SYSTEM RESET default_transaction_read_only")
        database.ask("SELECT pg_reload_conf()")


@pytest.mark.parametrize("full", [full_by_trigger, full_tablespace])
def test_a_disk_that_is_full(crowd, database, full):
    with full(database):
        before = crowd.refused
        crowd.wait_until(lambda: crowd.refused > before + 12)


def test_a_cache_that_is_killed_and_comes_back_empty(crowd, cache):
    cache.kill()
    try:
        crowd.go_on()
    finally:
        cache.start()
    crowd.go_on()
    assert (crowd.refused, crowd.lost) == (0, 0)


def test_a_cache_that_hangs(crowd, cache):
    with cache.hung():
        crowd.go_on()
    crowd.go_on()
    assert (crowd.refused, crowd.lost) == (0, 0)


def test_workers_that_are_killed(crowd, served):
    for _ in range(4):
        before = set(workers(served))
        kill_a_worker(served)
        crowd.wait_until(lambda: len(set(workers(served)) - before) == 1)  # noqa: B023 — called now
        crowd.go_on(2)
