"""Search by application and by user."""

import pytest
from django.utils import timezone

from oauth_provider.models import (
    AccessToken,
    AuthorizationCode,
    Client,
    Consent,
    Grant,
    RefreshToken,
)
from tests.factories import ClientFactory, UserFactory

MODELS = [AccessToken, AuthorizationCode, Consent, Grant, RefreshToken]


@pytest.fixture
def calendar(db):
    return ClientFactory(name="Team Calendar")


@pytest.fixture
def issued(calendar):
    """One row of everything for each of four pairs."""
    mail, now = ClientFactory(name="Mail"), timezone.now()
    pairs = [(calendar, "alice"), (calendar, "bob"), (mail, "alice"), (mail, "alistair")]
    for client, name in pairs:
        user = UserFactory(username=name)
        Consent.objects.create(client=client, user=user, created_at=now, updated_at=now)
        grant = Grant.objects.create(client=client, user=user, grant_type="authorization_code")
        for model in (AccessToken, RefreshToken, AuthorizationCode):
            model.objects.create(grant=grant, digest=f"{grant.pk:064}", created_at=now)


def owner(row):
    """Which client and which user a row belongs to."""
    grant = getattr(row, "grant", row)
    return grant.client.name, grant.user.username


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("term", "count"),
    [
        ("alice", 2),
        ("ali", 3),
        (" alice ", 2),
        ("calendar", 2),
        ("Team Calendar", 2),
        ("nobody", 0),
        ("lice", 0),
        ("%", 0),
        ("", 4),
    ],
)
def test_by_part_of_a_client_name_and_by_the_start_of_a_user_name(
    office, issued, model, term, count
):
    rows = office.found(model, q=term)
    assert len(rows) == count
    assert len({owner(row) for row in rows}) == count


@pytest.mark.parametrize("model", MODELS)
def test_by_client_id(office, issued, calendar, model):
    for term in (calendar.client_id, calendar.client_id[:10]):
        assert {owner(row)[0] for row in office.found(model, q=term)} == {"Team Calendar"}


@pytest.mark.parametrize("model", MODELS)
def test_odd_terms_find_nothing_and_break_nothing(office, issued, model):
    for term in ("'", '"', "\\", "a" * 2000, "ü💥", "\x00"):
        assert office.list(model, q=term).status_code == 200


@pytest.mark.parametrize(
    "parameters",
    [{"p": "x"}, {"p": "99999"}, {"o": "3.-2"}, {"all": ""}, {"grant__id__exact": "x"}],
)
def test_odd_parameters_break_nothing(office, issued, parameters):
    response = office.browser.get(office.url(AccessToken), parameters, follow=True)
    assert response.status_code == 200


def test_clients_by_name_id_and_owner(office):
    UserFactory(username="carol")
    mine = ClientFactory(name="Alpha", owner=UserFactory(username="carol"))
    ClientFactory(name="Beta")
    for term in ("alph", mine.client_id, mine.client_id[:8], "carol", "car"):
        assert office.found(Client, q=term) == [mine], term


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"type": "public"}, {"P"}),
        ({"type": "confidential"}, {"C", "D"}),
        ({"state": "disabled"}, {"D"}),
        ({"state": "enabled"}, {"P", "C"}),
    ],
)
def test_clients_by_type_and_state(office, parameters, names):
    ClientFactory(name="C")
    ClientFactory(name="P", client_type="public")
    ClientFactory(name="D", disabled_at=timezone.now())
    assert {client.name for client in office.found(Client, **parameters)} == names


def test_a_client_page_leads_to_what_it_holds(office, issued, calendar):
    links = office.open(calendar).context["row_links"]
    assert len(links) == 4
    for _, url in links:
        rows = office.browser.get(url).context["cl"].result_list
        assert {owner(row)[0] for row in rows} == {"Team Calendar"}


def test_the_newest_come_first_whatever_the_url_says(office, issued):
    ids = [row.pk for row in office.found(AccessToken, o="4")]
    assert ids == sorted(ids, reverse=True)
