"""``GET /api/v1/apps/verify_credentials``, as Mastodon documents it."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.models import AccessToken

from .client import VERIFY, Elephant

pytestmark = pytest.mark.django_db

INVALID = {"error": "The access token is invalid"}


@pytest.fixture
def elephant(alice):
    return Elephant.registered(alice, scopes="read write push")


@pytest.fixture
def app_token(elephant):
    return elephant.app_token().json()["access_token"]


def entity(elephant):
    credentials = {"client_id", "client_secret", "client_secret_expires_at"}
    return {name: value for name, value in elephant.answer.items() if name not in credentials}


def test_a_token_of_the_application_shows_the_application_without_its_credentials(
    elephant, app_token
):
    response = elephant.verify(app_token)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response.json() == entity(elephant)


def test_a_users_token_will_do(elephant):
    token = elephant.sign_in().json()["access_token"]
    assert elephant.verify(token).json() == entity(elephant)


def test_any_scope_will_do(elephant):
    token = elephant.app_token(scope="push").json()["access_token"]
    assert elephant.verify(token).status_code == 200


def test_both_spellings_of_the_path_answer(elephant, app_token):
    assert elephant.verify(app_token, f"{VERIFY}/").json() == entity(elephant)


def test_without_a_token_the_challenge_is_bare(elephant):
    for headers in ({}, {"Authorization": "Basic Og=="}):
        response = Browser().get(VERIFY, headers=headers)
        assert (response.status_code, response.json()) == (401, INVALID)
        assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("change", [str.upper, lambda token: f"{token}-invalid", lambda _: ""])
def test_a_token_that_is_none_is_invalid(elephant, app_token, change):
    response = elephant.verify(change(app_token))
    assert (response.status_code, response.json()) == (401, INVALID)
    assert 'error="invalid_token"' in response["WWW-Authenticate"]


def test_a_revoked_and_an_expired_token_are_called_so(elephant, app_token):
    now = timezone.now()
    AccessToken.objects.update(expires_at=now - timedelta(seconds=1))
    assert elephant.verify(app_token).json() == {"error": "The access token expired"}
    AccessToken.objects.update(revoked_at=now)
    response = elephant.verify(app_token)
    assert response.json() == {"error": "The access token was revoked"}
    assert response.status_code == 401


def test_a_disabled_application_is_told_nothing(elephant, app_token):
    elephant.client.disable(reason="spam", now=timezone.now())
    assert elephant.verify(app_token).status_code == 401


def test_no_other_kind_of_credential_is_taken(elephant):
    token = elephant.sign_in().json()
    for value in (token["refresh_token"], elephant.answer["client_secret"]):
        assert elephant.verify(value).status_code == 401
    in_query = Browser().get(VERIFY, {"access_token": token["access_token"]})
    assert in_query.status_code == 401


def test_a_page_from_anywhere_may_ask(elephant, app_token):
    headers = {"Origin": "https://phanpy.example", "Access-Control-Request-Method": "GET"}
    preflight = Browser().options(VERIFY, headers=headers)
    assert preflight["Access-Control-Allow-Origin"] == "*"
    assert "GET" in preflight["Access-Control-Allow-Methods"]
    assert "Authorization" in preflight["Access-Control-Allow-Headers"]
    for token in (app_token, None):
        assert elephant.verify(token)["Access-Control-Allow-Origin"] == "*"


def test_it_costs_one_query(elephant, app_token, measure):
    elephant.verify(app_token)
    with measure() as cost:
        elephant.verify(app_token)
    assert cost.queries == 1
