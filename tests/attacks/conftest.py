"""Who attacks, and who looks on."""

import pytest
from django.test import Client as Browser

from tests.browser_session import Session
from tests.factories import ClientFactory, PublicClientFactory, ServiceFactory


@pytest.fixture
def http(db):
    """A client of the server that sees what others see: answers, and never our exceptions."""
    return Browser(raise_request_exception=False)


@pytest.fixture
def visible(session):
    """Alice's browser, to which an exception of ours is a status as to anybody."""
    session.browser.raise_request_exception = False
    return session


@pytest.fixture
def outsider(alice):
    """Another confidential client, with credentials of its own."""
    client = ClientFactory(redirect_uris=["https://outsider.example/callback"])
    return Session(client, alice)


@pytest.fixture
def public_outsider(alice):
    """A public client: anybody can say to be it."""
    return Session(PublicClientFactory(), alice)


@pytest.fixture
def acting(service):
    """A client that acts for itself."""
    return Session(service)


@pytest.fixture
def watcher(db):
    """A resource server: it may ask about every token."""
    return Session(ServiceFactory(is_resource_server=True))
