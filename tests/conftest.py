"""Fixtures that everybody shares."""

import re
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oauth_provider.models.scope import forget_registry, registry
from oauth_provider.protocol import housekeeping
from oauth_provider.protocol.client_auth import slow_secrets
from oauth_provider.protocol.token_cache import doubt

from .browser_session import Session
from .factories import ClientFactory, PublicClientFactory, ServiceFactory, UserFactory
from .live import demo_server

TRANSACTION_CONTROL = re.compile(r"BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE", re.IGNORECASE)
WRITE = re.compile(r"INSERT|UPDATE|DELETE", re.IGNORECASE)


def pytest_configure(config):
    """Some sites ask more of a test than the example does."""
    is_atomic = settings.DATABASES["default"].get("ATOMIC_REQUESTS", False)
    if len(settings.DATABASES) > 1 or not settings.USE_TZ or is_atomic:
        config.pluginmanager.import_plugin("tests.configurations.plugin")


@pytest.fixture(autouse=True)
def _fresh_process():
    """What a process remembers between requests must not leak between tests."""
    forget_registry()
    housekeeping.begin_again()
    slow_secrets.forget()
    doubt.forget()
    cache.clear()


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def alice(db):
    return UserFactory(username="alice")


@pytest.fixture
def bob(db):
    return UserFactory(username="bob")


@pytest.fixture
def web(db):
    return ClientFactory()


@pytest.fixture
def desktop(db):
    return PublicClientFactory()


@pytest.fixture
def service(db):
    return ServiceFactory()


@pytest.fixture
def session(web, alice):
    """Alice in a browser, and a confidential web client."""
    return Session(web, alice)


@pytest.fixture
def desktop_session(desktop, alice):
    """Alice in a browser, and a public client."""
    return Session(desktop, alice)


class Cost:
    """The queries of a block: ``queries`` in all, ``writes`` of them."""

    def __init__(self):
        self.statements = []

    @property
    def queries(self):
        return len(self.statements)

    @property
    def writes(self):
        return sum(1 for sql in self.statements if WRITE.match(sql))


@pytest.fixture
def measure():
    """Counts queries as a server in service makes them, transaction control left out.

    What it does only now and then is not among them, unless it is time for it: a process tidies
    up after every tenth token response, and each test counts them anew.
    """

    @contextmanager
    def measured():
        registry()  # a process reads it at its first request
        slow_secrets.take_as_long()  # and at its first failure, whether there are such secrets
        cost = Cost()
        with CaptureQueriesContext(connection) as captured:
            yield cost
        sql = (query["sql"] for query in captured.captured_queries)
        cost.statements = [text for text in sql if not TRANSACTION_CONTROL.match(text)]

    return measured


@pytest.fixture(scope="session")
def demo(django_db_blocker, tmp_path_factory):
    """The demo, served by its real server on a database of its own."""
    folder = tmp_path_factory.mktemp("demo")
    with demo_server(folder, unblocked=django_db_blocker.unblock) as server:
        yield server


@pytest.fixture
def listen(django_capture_on_commit_callbacks):
    """``with listen(a_signal) as heard:`` and then ``heard`` has what was sent, in order."""

    @contextmanager
    def listening(*signals):
        heard = []

        def hear(**named):
            heard.append(named)

        for signal in signals:
            signal.connect(hear)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                yield heard
        finally:
            for signal in signals:
                signal.disconnect(hear)

    return listening
