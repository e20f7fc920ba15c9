"""When was a client used for the first time? Known for one write, once."""

import pytest
from django.utils import timezone

from oauth_provider.models import Client, Grant
from tests.browser_session import Session
from tests.factories import ClientFactory

pytestmark = pytest.mark.django_db


def first_used():
    """When the only client was."""
    return Client.objects.get().first_used_at


def test_a_client_was_not_used_before_somebody_let_it_in(session):
    page = session.ask()
    assert first_used() is None
    session.decide(page, "deny")
    assert first_used() is None


def test_a_client_is_used_when_a_user_lets_it_in(session):
    session.code()
    assert first_used() == Grant.objects.get().created_at


def test_a_client_is_used_when_it_acts_for_itself(service):
    Session(service).post("/oauth/token", grant_type="client_credentials")
    assert first_used() == Grant.objects.get().created_at


def test_the_first_use_is_remembered_and_no_other(session, service):
    acting = Session(service)
    for _ in range(2):
        session.tokens()
        acting.post("/oauth/token", grant_type="client_credentials")
        acting.post("/oauth/token", grant_type="client_credentials", scope="write")
    for client in (session.client, service):
        first = Grant.objects.filter(client=client).order_by("pk")[0]
        assert Client.objects.get(pk=client.pk).first_used_at == first.created_at


def test_only_the_first_use_costs_a_write_more(alice, measure):
    costs = []
    for client in (ClientFactory(), ClientFactory(first_used_at=timezone.now())):
        session = Session(client, alice)
        page = session.ask()
        with measure() as cost:
            session.decide(page)
        costs.append((cost.queries, cost.writes))
    (queries, writes), later = costs
    assert (queries - 1, writes - 1) == later


def test_of_two_that_come_first_one_is_remembered(alice):
    client, now = ClientFactory(), timezone.now()
    Client.objects.filter(pk=client.pk).update(first_used_at=now)
    Grant.objects.begin(client=client, user=alice, created_at=timezone.now())  # read it before
    assert first_used() == now
