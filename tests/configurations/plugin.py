"""What the suite needs to know of a site unlike the example's: ``tests/conftest.py`` loads it."""

import re
import sys
from functools import partial

import pytest
from django.conf import settings
from django.db import connection, connections, router
from django.test import TestCase
from django.utils import timezone as naive_clock

VIEWS = re.compile(r"tests/rest_framework/|tests/attacks/test_bare_view")
WRITE = re.compile(r"INSERT|UPDATE|DELETE|SELECT .* FOR UPDATE", re.IGNORECASE | re.DOTALL)


def pytest_collection_modifyitems(items):
    """Let each test that uses a database use all of them, and speak of moments as we do."""
    if not settings.USE_TZ:
        _let_tests_ask_our_clock()
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark or {"db", "transactional_db"} & set(item.fixturenames):
            options = {**(mark.kwargs if mark else {}), "databases": list(settings.DATABASES)}
            if _would_be_rolled_back(item):
                options["transaction"] = True
            item.add_marker(pytest.mark.django_db(**options), append=False)


def _would_be_rolled_back(item):
    """REST framework rolls back what it refuses: called by a test, the test's own transaction."""
    is_atomic = settings.DATABASES["default"]["ATOMIC_REQUESTS"]
    return is_atomic and VIEWS.search(item.nodeid)


def _let_tests_ask_our_clock():
    from oauth_provider.models import moment

    for name, module in sys.modules.items():
        if name.startswith("tests.") and getattr(module, "timezone", None) is naive_clock:
            module.timezone = moment


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The connection that tests look at is the one to the provider's tables.

    What migrating has put into a replica, none would have received yet.
    """
    from oauth_provider.models import Grant, Scope

    vars(connection)["_alias"] = router.db_for_write(Grant)
    if "replica" in settings.DATABASES:
        with django_db_blocker.unblock():
            Scope.objects.using("replica").delete()


@pytest.fixture
def django_capture_on_commit_callbacks():
    """As pytest-django's, where the provider's tables are."""
    return partial(TestCase.captureOnCommitCallbacks, using=connection.alias)


@pytest.fixture(autouse=True)
def _read_only_replica():
    """A replica takes no writes."""
    if "replica" not in settings.DATABASES:
        yield
        return
    with connections["replica"].execute_wrapper(_refuse_writes):
        yield


@pytest.fixture
def arrive(_read_only_replica):
    """``arrive(*models)``: the rows of these tables reach the replica, as they are now."""
    replica = connections["replica"]

    def copy(*models):
        refusing = [replica.execute_wrappers.pop() for _ in list(replica.execute_wrappers)]
        for model in models:
            for row in model._base_manager.using("default"):
                row.save_base(raw=True, using="replica", force_insert=True)
        replica.execute_wrappers.extend(refusing)

    return copy


def _refuse_writes(execute, sql, *rest):
    assert not WRITE.match(sql), f"A replica is only read: {sql}"
    return execute(sql, *rest)
