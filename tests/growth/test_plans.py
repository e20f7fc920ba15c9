"""Every query of a request goes by an index, on the database that the suite runs on."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import CharField, Exists, OuterRef

from oauth_provider.models import AccessToken, AuthorizationCode, Client, Grant, RefreshToken
from tests.browser_session import Session
from tests.factories import ClientFactory, PublicClientFactory, ServiceFactory, UserFactory

from . import requests
from .plans import Planned
from .population import analyze, populate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowded():
    """A database in which reading a whole table is not cheap."""
    populate()


def played(planned, story):
    """Each step of a story, watched."""
    try:
        name, act = next(story)
        while True:
            with planned.watched(name):
                answer = act()
            assert getattr(answer, "status_code", 200) < 500, (name, answer)
            name, act = story.send(answer)
    except StopIteration:
        return


def stories(settings):
    """Everything that can be sent."""
    alice, bob, carol = (UserFactory(username=name) for name in ("alice", "bob", "carol"))
    web, service = ClientFactory(), ServiceFactory()
    session = Session(web, alice)
    PublicClientFactory(redirect_uris=[f"{requests.ORIGIN}/callback"])
    yield requests.tokens_of_a_user(session)
    yield requests.failures(session)
    yield requests.machine_to_machine(Session(service))
    yield requests.browser_client()
    yield requests.registration(settings)
    yield requests.mastodon(bob)
    yield requests.authorized_pages(bob, web)
    yield requests.application_pages(carol)
    yield requests.reuse(session, settings)


def test_every_query_of_a_request_goes_by_an_index(crowded, settings):
    planned = Planned()
    for story in stories(settings):
        played(planned, story)
    assert planned.found == []
    assert planned.operations == {operation for operation, _sql in planned.statements}
    assert {sql.split()[0] for _, sql in planned.statements} >= {"SELECT", "UPDATE", "DELETE"}


@contextmanager
def without_index(model, name):
    """A column loses its index for a while."""
    indexed = model._meta.get_field(name)
    plain = CharField(max_length=indexed.max_length)
    plain.set_attributes_from_name(name)
    with connection.schema_editor() as editor:
        editor.alter_field(model, indexed, plain)
    try:
        analyze()
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(model, plain, indexed)


def test_a_missing_index_would_be_noticed(crowded):
    for model, column, operation in (
        (AccessToken, "digest", "bearer call"),
        (RefreshToken, "digest", "refresh"),
        (AuthorizationCode, "digest", "code exchange"),
        (Client, "client_id", "authorize: remembered"),
    ):
        planned, session = Planned(), Session(ClientFactory(), UserFactory())
        with without_index(model, column):
            played(planned, requests.tokens_of_a_user(session))
        assert (operation, [model._meta.db_table]) in [found[:2] for found in planned.found]


def test_a_table_that_is_read_whole_is_named_whatever_it_is_called_there(crowded):
    rows = Grant.objects.filter(Exists(AccessToken.objects.filter(scope=OuterRef("scope"))))
    planned = Planned()
    with planned.watched("grants that share a scope with a token"):
        list(rows)
    ((_, tables, _sql, _plan),) = planned.found
    assert set(tables) == {Grant._meta.db_table, AccessToken._meta.db_table}
