"""A replica has an old copy of every row. Nobody is let in on its strength."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client as Browser

from oauth_provider.models import (
    AccessToken,
    AuthorizationCode,
    Client,
    ClientOrigin,
    ClientSecret,
    Consent,
    Grant,
    RefreshToken,
    Scope,
    moment,
)
from tests.admin.office import Office
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

TABLES = (
    get_user_model(),
    Scope,
    Client,
    ClientSecret,
    ClientOrigin,
    Consent,
    Grant,
    AuthorizationCode,
    AccessToken,
    RefreshToken,
)
LATER = timedelta(minutes=5)


@pytest.fixture
def freeze(arrive):
    """From now on, the replica has what there is, and never anything else."""
    return lambda: arrive(*TABLES)


@pytest.fixture
def office(db):
    admin = UserFactory(username="admin", is_staff=True, is_superuser=True)
    browser = Browser()
    browser.force_login(admin)
    return Office(browser, admin)


def on_replica(model):
    """The row that the replica has."""
    return model.objects.using("replica").get()


def test_a_code_is_redeemed_once(freeze, session):
    code = session.code()
    freeze()
    token = session.exchange(code).json()["access_token"]
    assert on_replica(AuthorizationCode).redeemed_at is None
    assert session.exchange(code).json()["error"] == "invalid_grant"
    assert session.call(token).status_code == 401


def test_a_spent_refresh_token_is_reused(freeze, session):
    first = session.tokens()["refresh_token"]
    freeze()
    token = session.refresh(first).json()["access_token"]
    with time_machine.travel(moment.now() + LATER):
        assert on_replica(RefreshToken).rotated_at is None
        assert session.refresh(first).json()["error"] == "invalid_grant"
        assert session.call(token).status_code == 401


def test_what_was_revoked_is_dead_everywhere(freeze, session):
    tokens = session.tokens()
    freeze()
    session.revoke(tokens["refresh_token"])
    assert on_replica(Grant).revoked_at is None
    assert session.call(tokens["access_token"]).status_code == 401
    assert session.introspect(tokens["access_token"]).json() == {"active": False}
    assert session.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_withdrawn_consent_is_asked_for_again(freeze, session):
    token = session.tokens()["access_token"]
    freeze()
    session.browser.post(f"/oauth/authorized/{session.client.pk}/withdraw/")
    assert on_replica(Consent).scope_names
    assert session.ask().status_code == 200
    assert session.call(token).status_code == 401
    assert session.client.name not in session.browser.get("/oauth/authorized/").content.decode()


def test_a_revoked_secret_authenticates_nobody(freeze, session):
    freeze()
    session.client.secrets.revoke(moment.now())
    assert on_replica(ClientSecret).revoked_at is None
    assert session.refresh("anything").status_code == 401


def test_a_disabled_client_stops(freeze, session):
    token = session.tokens()["access_token"]
    freeze()
    session.client.disable(reason="It sends spam.", now=moment.now())
    assert on_replica(Client).is_enabled
    assert session.call(token).status_code == 401
    assert session.ask().status_code == 400


def test_a_lost_password_ends_what_was_given_under_it(freeze, session):
    token = session.tokens()["access_token"]
    freeze()
    session.user.set_unusable_password()
    session.user.save()
    assert session.call(token).status_code == 401


def test_a_form_of_the_admin_starts_from_the_primary(freeze, office, web):
    freeze()
    Client.objects.update(name="Renamed", is_pkce_required=True)
    assert on_replica(Client).name != "Renamed"
    assert office.open(web).context["original"].name == "Renamed"
    office.change_client(web, name="Renamed again", is_pkce_required="on")
    assert [(row.name, row.is_pkce_required) for row in Client.objects.all()] == [
        ("Renamed again", True)
    ]


def test_the_lists_of_the_admin_show_what_has_arrived(freeze, office, session):
    session.tokens()
    assert office.found(Grant) == []
    freeze()
    Grant.objects.update(scope="follow")
    assert [grant.scope for grant in office.found(Grant)] == ["read write"]


def test_a_list_shows_rows_of_which_the_primary_has_nothing_left(freeze, office, session):
    session.tokens()
    freeze()
    session.client.delete()
    for model in (Grant, AccessToken, RefreshToken, Consent, Client):
        assert office.list(model).status_code == 200
        assert len(office.found(model)) == 1


def test_an_action_of_the_admin_acts_on_what_has_not_arrived(office, session):
    token = session.tokens()["access_token"]
    office.act("revoke", Grant.objects.get())
    assert session.call(token).status_code == 401


def test_what_says_that_it_may_lag_does(freeze, session):
    session.tokens()
    assert not Grant.objects.may_lag().exists()
    freeze()
    row = Grant.objects.may_lag().get()
    Client.objects.update(name="Renamed")
    assert row.client.name != "Renamed"
    assert Grant.objects.get().client.name == "Renamed"
    assert {secret._state.db for secret in row.client.secrets.all()} == {"replica"}
