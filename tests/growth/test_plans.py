"""Every query of a request goes by an index, on the database that the suite runs on."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef

from oauth_provider.models import AccessToken, AuthorizationCode, Grant, RefreshToken
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
def without_index(model):
    """Its digests lose their index for a while."""
    (unique,) = model._meta.constraints
    model._meta.constraints = []  # SQLite makes the table anew, as the model says
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, unique)
    try:
        analyze()
        yield
    finally:
        model._meta.constraints = [unique]
        with connection.schema_editor() as editor:
            editor.add_constraint(model, unique)


def test_a_missing_index_would_be_noticed(crowded):
    for model, operation in (
        (AccessToken, "bearer call"),
        (RefreshToken, "refresh"),
        (AuthorizationCode, "code exchange"),
    ):
        planned, session = Planned(), Session(ClientFactory(), UserFactory())
        with without_index(model):
            played(planned, requests.tokens_of_a_user(session))
        assert (operation, [model._meta.db_table]) in [found[:2] for found in planned.found]


def test_a_table_that_is_read_whole_is_named_whatever_it_is_called_there(crowded):
    rows = Grant.objects.filter(Exists(AccessToken.objects.filter(scope=OuterRef("scope"))))
    planned = Planned()
    with planned.watched("grants that share a scope with a token"):
        list(rows)
    ((_, tables, _sql, _plan),) = planned.found
    assert set(tables) == {Grant._meta.db_table, AccessToken._meta.db_table}
