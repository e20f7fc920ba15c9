"""Disable, enable, revoke everything, delete."""

import pytest
from django.utils import timezone

from oauth_provider.models import AccessToken, AuthorizationCode, Client, Grant, RefreshToken
from tests.browser_session import Session
from tests.factories import ClientFactory, PublicClientFactory


@pytest.mark.parametrize("action", ["disable", "revoke_everything", "rotate_secret"])
def test_what_is_dangerous_asks_first(office, web, action):
    response = office.act(action, web, confirmed=False)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="confirmed" value="yes"' in page
    assert f'name="action" value="{action}"' in page
    web.refresh_from_db()
    assert web.is_enabled
    assert office.log == []


def test_disabling_needs_a_reason_and_stops_every_token(office, web, session):
    tokens = session.tokens()
    assert "required" in office.act("disable", web, reason="").content.decode()
    response = office.act("disable", web, reason="leaked")
    assert response["Location"] == office.url(web, "change")
    web.refresh_from_db()
    assert (web.is_enabled, web.disabled_reason) == (False, "leaked")
    assert session.call(tokens["access_token"]).status_code == 401
    assert office.log == [(web.name, "Disabled: leaked")]


def test_enabling_lets_them_go_on(office, web, session):
    tokens = session.tokens()
    web.disable(reason="by mistake", now=timezone.now())
    assert session.call(tokens["access_token"]).status_code == 401
    office.act("enable", web, confirmed=False)
    assert session.call(tokens["access_token"]).status_code == 200
    web.refresh_from_db()
    assert web.disabled_reason == ""
    assert office.log == [(web.name, "Enabled.")]


def test_revoking_everything_ends_all_grants_of_this_client_only(office, web, session, alice):
    mine, other = session.tokens(), Session(ClientFactory(), alice)
    others = other.tokens()
    office.act("revoke_everything", web)
    assert session.call(mine["access_token"]).status_code == 401
    assert session.refresh(mine["refresh_token"]).status_code == 400
    assert other.call(others["access_token"]).status_code == 200
    assert office.log == [(web.name, "Revoked everything.")]


def test_several_at_once(office):
    clients = [ClientFactory(), ClientFactory()]
    response = office.act("disable", *clients, reason="spring cleaning")
    assert response["Location"] == office.url(Client)
    assert not Client.objects.filter(disabled_at=None).exists()
    assert len(office.log) == 2


@pytest.mark.parametrize(
    ("make", "offered"),
    [
        (ClientFactory, {"rotate_secret", "disable", "revoke_everything"}),
        (PublicClientFactory, {"disable", "revoke_everything"}),
        (
            lambda: ClientFactory(disabled_at=timezone.now()),
            {"rotate_secret", "enable", "revoke_everything"},
        ),
    ],
)
def test_a_page_offers_what_makes_sense(office, make, offered):
    response = office.open(make())
    assert {name for name, _ in response.context["row_actions"]} == offered


def test_deleting_says_what_will_go_without_counting_it(office, web, session, measure):
    session.tokens()
    with measure() as cost:
        page = office.browser.get(office.url(web, "delete")).content.decode()
    assert "every token that was issued" in page
    assert not [sql for sql in cost.statements if "accesstoken" in sql]


@pytest.mark.parametrize("way", ["its page", "the list"])
def test_deleting_takes_everything_with_it(office, web, session, alice, way):
    session.tokens()
    other = Session(ClientFactory(), alice)
    kept = other.tokens()
    if way == "its page":
        office.browser.post(office.url(web, "delete"), {"post": "yes"})
    else:
        form = {"action": "delete_selected", "_selected_action": [web.pk], "post": "yes"}
        office.browser.post(office.url(Client), form)
    assert list(Client.objects.all()) == [other.client]
    assert set(Grant.objects.values_list("client", flat=True)) == {other.client.pk}
    for model in (AccessToken, RefreshToken, AuthorizationCode):
        assert model.objects.count() == 1
    assert other.call(kept["access_token"]).status_code == 200


def test_a_selection_that_no_list_offered_does_nothing(office, web):
    form = {"action": "disable", "_selected_action": ["x"], "confirmed": "yes", "reason": "?"}
    assert office.browser.post(office.url(Client), form).status_code == 302
    web.refresh_from_db()
    assert web.is_enabled
