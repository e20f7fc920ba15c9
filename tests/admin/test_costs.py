"""No list costs more when there is more in it."""

import pytest
from django.utils import timezone

from oauth_provider.admin import large_table
from oauth_provider.models import (
    AccessToken,
    AuthorizationCode,
    Client,
    Consent,
    Grant,
    RefreshToken,
)
from tests.factories import ClientFactory, UserFactory

MODELS = [AccessToken, AuthorizationCode, Client, Consent, Grant, RefreshToken]
LIST = 7  # session, user, bounded count, page, and its grants, clients and users
SEARCH = LIST + 3  # clients, users, grants


@pytest.fixture
def fill(db):
    """Adds as many rows of everything."""

    def filled(count):
        now = timezone.now()
        for _ in range(count):
            client, user = ClientFactory(owner=UserFactory()), UserFactory()
            Consent.objects.create(client=client, user=user, created_at=now, updated_at=now)
            grant = Grant.objects.create(client=client, user=user, grant_type="authorization_code")
            for model in (AccessToken, RefreshToken, AuthorizationCode):
                model.objects.create(grant=grant, digest=f"{grant.pk:064}", created_at=now)

    return filled


@pytest.mark.parametrize(("parameters", "most"), [({}, LIST), ({"q": "application"}, SEARCH)])
@pytest.mark.parametrize("model", MODELS)
def test_a_list_takes_the_same_few_queries_however_long_it_is(
    office, fill, measure, model, parameters, most
):
    for count in (1, 12):
        fill(count)
        with measure() as cost:
            assert len(office.found(model, **parameters)) >= count
        assert cost.queries <= most, cost.statements


@pytest.mark.parametrize("model", MODELS)
def test_every_query_over_a_long_list_has_a_limit(office, fill, measure, model, monkeypatch):
    monkeypatch.setattr(large_table.LargeTableAdmin, "list_per_page", 1)
    fill(2)
    with measure() as cost:
        office.list(model, q="application")
    tables = [f'"{model._meta.db_table}"', f"`{model._meta.db_table}`"]
    over = [sql for sql in cost.statements if any(table in sql for table in tables)]
    assert [sql for sql in over if "LIMIT" not in sql] == []


def test_counting_stops_and_says_so(office, fill, monkeypatch):
    monkeypatch.setattr(large_table, "COUNTED", 5)
    fill(5)
    assert "there are more" not in office.list(AccessToken).content.decode()
    fill(1)
    response = office.list(AccessToken)
    assert response.context["cl"].result_count == 5
    assert "there are more" in response.content.decode()


def test_nobody_is_offered_to_select_all_of_a_million(office, fill, monkeypatch):
    monkeypatch.setattr(large_table.LargeTableAdmin, "list_per_page", 2)
    fill(3)
    page = office.list(AccessToken).content.decode()
    assert 'class="question' not in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_a_client_costs_the_same_whatever_it_holds(office, web, measure, count):
    now = timezone.now()
    for _ in range(count):
        grant = Grant.objects.create(
            client=web, user=UserFactory(), grant_type="authorization_code"
        )
        AccessToken.objects.create(grant=grant, digest=f"{grant.pk:064}", created_at=now)
    with measure() as cost:
        office.open(web)
    assert cost.queries <= 5, cost.statements


def test_deleting_a_client_takes_as_many_queries_for_one_token_as_for_many(office, fill, measure):
    costs = []
    for tokens in (1, 1, 30):  # the first one fills Django's cache of content types
        fill(1)
        client, now = Client.objects.first(), timezone.now()
        grant = client.grants.get()
        AccessToken.objects.bulk_create(
            AccessToken(grant=grant, digest=f"{client.pk:032}{n:032}", created_at=now)
            for n in range(tokens)
        )
        with measure() as cost:
            office.browser.post(office.url(client, "delete"), {"post": "yes"})
        costs.append(cost.queries)
    assert costs[1] == costs[2]
