"""OpenID Connect Core §5.3: who is the user?"""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.models import Scope
from tests.browser_session import Session, bearer

pytestmark = pytest.mark.django_db

PATH = "/oauth/userinfo"
METADATA = "/.well-known/oauth-authorization-server"


@pytest.fixture
def profiled(session):
    """A client that may ask for the profile."""
    session.client.scope = "profile read write"
    session.client.save()
    return session


@pytest.fixture
def token(profiled):
    return profiled.tokens(scope="profile", allow=["profile"])["access_token"]


@pytest.fixture
def plain(settings):
    """A site that says nothing of its own about users."""
    del settings.OAUTH_PROVIDER_USERINFO


def ask(token=None, path=PATH, method="get", **options):
    headers = {} if token is None else bearer(token)
    return getattr(Browser(), method)(path, headers=headers, **options)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", [PATH, f"{PATH}/"])
def test_the_microblog_says_what_mastodon_says(token, path, method):
    response = ask(token, path, method)
    answer = response.json()

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert set(answer) == {"iss", "sub", "name", "preferred_username", "profile", "picture"}
    assert answer["iss"] == "http://testserver"
    assert answer["sub"] == answer["profile"] == "http://testserver/@alice/"
    assert answer["preferred_username"] == "alice"
    assert Browser().get(answer["picture"]).status_code == 200


def test_a_plain_site_says_what_django_knows(plain, token, alice):
    assert ask(token).json() == {
        "iss": "http://testserver",
        "sub": str(alice.pk),
        "name": "alice",
        "preferred_username": "alice",
    }
    alice.first_name, alice.last_name = "Alice", "Ashby"
    alice.save()
    assert ask(token).json()["name"] == "Alice Ashby"


def test_an_email_address_that_serves_as_a_name_stays_secret(plain, token, alice):
    alice.username = "alice@example.com"
    alice.save()
    assert set(ask(token).json()) == {"iss", "sub"}


def shy(_request, user):
    return {"name": user.get_username(), "picture": None}


def test_the_site_says_what_it_likes_and_null_is_absent(settings, token, alice):
    settings.OAUTH_PROVIDER_USERINFO = "tests.flows.test_userinfo.shy"
    assert ask(token).json() == {
        "iss": "http://testserver",
        "sub": str(alice.pk),
        "name": "alice",
    }


def test_the_subject_is_the_one_of_introspection(plain, token, profiled):
    assert profiled.introspect(token).json()["sub"] == ask(token).json()["sub"]


@pytest.mark.parametrize("scope", ["read", "read write", "read:accounts"])
def test_no_other_scope_opens_it(profiled, scope):
    token = profiled.tokens(scope=scope, allow=scope.split())["access_token"]
    response = ask(token)
    assert response.status_code == 403
    assert response.json() == {"error": "This action is outside the authorized scopes"}
    assert 'error="insufficient_scope"' in response["WWW-Authenticate"]
    assert 'scope="profile"' in response["WWW-Authenticate"]


def test_a_bad_token_is_refused(token, profiled):
    for value in ("x", token[:-1], ""):
        response = ask(value)
        assert response.status_code == 401
        assert response.json() == {"error": "The access token is invalid"}
    profiled.revoke(token)
    assert ask(token).json() == {"error": "The access token was revoked"}


def test_without_a_token_the_challenge_is_bare(db):
    response = ask()
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert response.json() == {"error": "The access token is invalid"}


def test_a_token_travels_in_the_header_only(token):
    assert Browser().get(PATH, {"access_token": token}).status_code == 401
    assert Browser().post(PATH, {"access_token": token}).status_code == 401


def test_a_client_for_itself_is_nobody(service):
    service.scope = "profile"
    service.save()
    own = (
        Session(service)
        .post("/oauth/token", grant_type="client_credentials", scope="profile")
        .json()
    )
    response = ask(own["access_token"])
    assert response.status_code == 422
    assert response.json() == {"error": "This method requires an authenticated user"}


def test_a_user_who_is_no_longer_active_is_not_told_of(token, alice):
    get_user_model().objects.update(is_active=False)
    assert ask(token).status_code == 401


def test_a_disabled_client_is_told_nothing(token, profiled):
    profiled.client.disable(reason="spam", now=timezone.now())
    assert ask(token).status_code == 401


def test_a_page_from_anywhere_may_ask_with_a_token(token):
    headers = {"Origin": "https://spa.example", "Access-Control-Request-Method": "GET"}
    preflight = Browser().options(PATH, headers=headers)
    assert preflight["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in preflight["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in ask(token)


def test_the_metadata_name_it_where_the_scope_is_defined(client):
    assert client.get(METADATA).json()["userinfo_endpoint"] == f"http://testserver{PATH}"
    Scope.objects.get(name="profile").delete()
    assert "userinfo_endpoint" not in client.get(METADATA).json()


def test_the_metadata_name_the_documentation_if_there_is_one(client, settings):
    assert "service_documentation" not in client.get(METADATA).json()
    settings.OAUTH_PROVIDER_SERVICE_DOCUMENTATION = "https://docs.example/"
    assert client.get(METADATA).json()["service_documentation"] == "https://docs.example/"


def test_a_user_deactivated_behind_our_back_is_out(token, settings, django_user_model):
    settings.OAUTH_PROVIDER_TOKEN_CACHE = "default"
    assert ask(token).status_code == 200
    django_user_model.objects.update(is_active=False)
    response = ask(token)
    assert response.status_code == 401
    assert response.json() == {"error": "The access token was revoked"}
    assert 'error="invalid_token"' in response["WWW-Authenticate"]
