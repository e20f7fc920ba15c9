"""Doorkeeper's ``/oauth/token/info``: what is my token good for?"""

import json
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.models import AccessToken
from tests.browser_session import Session, bearer

pytestmark = pytest.mark.django_db

PATH = "/oauth/token/info"


def ask(token=None, path=PATH, method="get"):
    headers = {} if token is None else bearer(token)
    return getattr(Browser(), method)(path, headers=headers)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", [PATH, f"{PATH}/"])
def test_the_holder_is_told_all_about_the_token(session, alice, path, method):
    token = session.tokens()
    response = ask(token["access_token"], path, method)
    answer = response.json()

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert 3590 < answer.pop("expires_in") <= 3600
    assert answer == {
        "resource_owner_id": json.loads(DjangoJSONEncoder().encode(alice.pk)),
        "scope": ["read", "write"],
        "application": {"uid": session.client.client_id},
        "created_at": token["created_at"],
    }


def test_what_there_is_not_is_absent(service, settings):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = None
    token = Session(service).post("/oauth/token", grant_type="client_credentials").json()
    answer = ask(token["access_token"]).json()
    assert set(answer) == {"scope", "application", "created_at"}


def test_the_scope_is_what_is_left_of_it(session):
    token = session.tokens()["access_token"]
    session.client.scope = "read"
    session.client.save()
    assert ask(token).json()["scope"] == ["read"]


def test_no_other_token_is_told_of(session):
    refresh_token = session.tokens()["refresh_token"]
    response = ask(refresh_token)
    assert response.status_code == 401
    assert response.json() == {
        "error": "invalid_token",
        "error_description": "The access token is invalid",
    }
    assert 'error="invalid_token"' in response["WWW-Authenticate"]


def test_a_dead_token_is_told_why(session):
    token = session.tokens()["access_token"]
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(token).json()["error_description"] == "The access token expired"
    session.revoke(token)
    assert ask(token).json()["error_description"] == "The access token was revoked"


def test_without_a_token_the_challenge_is_bare(db):
    response = ask()
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_token"
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_other_methods_are_named(db):
    response = ask("x", method="put")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_head_answers_as_get_without_a_body(session):
    response = ask(session.tokens()["access_token"], method="head")
    assert (response.status_code, response.content) == (200, b"")
