"""Two machines migrate at once, and an admin saves at that moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import connection, transaction

from oauth_provider.models import Scope
from oauth_provider.models.scope_sync import sync
from tests.live import TIMEOUT

pytestmark = pytest.mark.django_db(transaction=True)

MACHINES = 8
OLD = {f"scope:{number}": {"title": "Old"} for number in range(10)}
NEW = {name: {"title": "New"} for name in OLD}


@pytest.fixture(autouse=True)
def calm():
    """No server takes part."""


@pytest.fixture
def migrate():
    """Synchronizes in a thread with a connection of its own."""

    def run(declared, start=None):
        try:
            if start is not None:
                start.wait(TIMEOUT)
            return sync(declared, using="default")
        finally:
            connection.close()

    return run


@pytest.fixture
def threads():
    with ThreadPoolExecutor(MACHINES) as pool:
        yield pool


@pytest.mark.parametrize("before", [{}, OLD], ids=["create", "update"])
def test_machines_that_migrate_at_once_end_with_one_of_each(migrate, threads, before):
    sync(before, using="default")
    start = Barrier(MACHINES)
    list(threads.map(lambda _: migrate(NEW, start), range(MACHINES)))
    found = Scope.objects.filter(name__in=NEW)
    assert {scope.name: scope.title for scope in found} == dict.fromkeys(NEW, "New")
    assert not any(scope.changed_fields for scope in found)


def test_what_an_admin_saves_meanwhile_is_not_lost(migrate, threads):
    sync(OLD, using="default")
    with transaction.atomic():
        Scope.objects.filter(name="scope:3").update(title="Mine")
        migrating = threads.submit(migrate, NEW)
        sleep(0.3)
    migrating.result(TIMEOUT)
    titles = dict(Scope.objects.filter(name__in=NEW).values_list("name", "title"))
    assert titles == {**dict.fromkeys(NEW, "New"), "scope:3": "Mine"}
