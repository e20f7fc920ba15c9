"""Tokens without an end, for sites whose clients do not refresh."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from oauth_provider.models import AccessToken, Grant
from tests.browser_session import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def endless(settings):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = None
    settings.OAUTH_PROVIDER_GRANT_LIFETIME = None


def test_a_token_without_an_end_says_nothing_of_one(endless, session):
    token = session.tokens()
    assert "expires_in" not in token
    assert None not in token.values()
    assert AccessToken.objects.get().expires_at is None
    told = session.introspect(token["access_token"]).json()
    assert told["active"] is True
    assert "exp" not in told


def test_it_works_for_years_until_it_is_revoked(endless, session):
    token = session.tokens()["access_token"]
    with time_machine.travel(timezone.now() + timedelta(days=5000)):
        assert session.call(token).status_code == 200
        session.revoke(token)
        assert session.call(token).status_code == 401


def test_it_is_not_pruned_however_old_it_is(endless, session):
    token = session.tokens()["access_token"]
    with time_machine.travel(timezone.now() + timedelta(days=5000)):
        call_command("prune_tokens", verbosity=0)
        assert session.call(token).status_code == 200


def test_a_refresh_gives_one_too_and_repeats_it_alike(endless, session):
    first = session.tokens()["refresh_token"]
    fresh, repeated = session.refresh(first).json(), session.refresh(first).json()
    assert "expires_in" not in fresh
    assert repeated == fresh


def test_so_does_a_client_that_keeps_its_refresh_token(endless, session):
    session.client.rotates_refresh_tokens = False
    session.client.save()
    assert "expires_in" not in session.refresh(session.tokens()["refresh_token"]).json()


def test_a_client_for_itself_gets_one_too(endless, service):
    token = Session(service).post("/oauth/token", grant_type="client_credentials").json()
    assert "expires_in" not in token
    assert AccessToken.objects.get().expires_at is None


def test_a_lifetime_of_the_clients_own_still_counts(endless, session):
    session.client.access_token_lifetime = timedelta(minutes=5)
    session.client.save()
    token = session.tokens()
    assert token["expires_in"] == 300
    assert "exp" in session.introspect(token["access_token"]).json()
    refreshed = session.refresh(token["refresh_token"]).json()
    assert refreshed["expires_in"] == 300


def test_it_still_ends_with_its_authorization(settings, session):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = None
    token = session.tokens()
    assert "expires_in" not in token
    assert AccessToken.objects.get().expires_at is None
    Grant.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert session.call(token["access_token"]).status_code == 401
    assert session.introspect(token["access_token"]).json() == {"active": False}


def test_what_was_sealed_with_an_end_keeps_it(settings, session):
    first = session.tokens()["refresh_token"]
    before = session.refresh(first).json()
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = None
    repeated = session.refresh(first).json()
    assert repeated["access_token"] == before["access_token"]
    assert 3590 < repeated["expires_in"] <= 3600
