"""RFC 7662: what is this token good for?"""

import pytest

from tests.browser_session import Session
from tests.factories import ClientFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def test_a_client_introspects_its_own_access_token(session):
    token = session.tokens()
    response = session.introspect(token["access_token"])

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response.json() == {
        "active": True,
        "scope": "read write",
        "client_id": session.client.client_id,
        "username": "alice",
        "sub": str(session.user.pk),
        "token_type": "Bearer",
        "iat": token["created_at"],
        "exp": token["created_at"] + 3600,
        "iss": "http://testserver",
    }


def test_a_refresh_token_is_active_until_it_is_spent(session):
    spent = session.tokens()["refresh_token"]
    claims = session.introspect(spent).json()
    assert claims["active"] is True
    assert "token_type" not in claims

    session.refresh(spent)
    assert session.introspect(spent).json() == {"active": False}


def test_a_machines_token_has_no_user(service):
    session = Session(service)
    token = session.post("/oauth/token", grant_type="client_credentials").json()
    claims = session.introspect(token["access_token"]).json()
    assert claims["sub"] == service.client_id
    assert "username" not in claims


def test_another_clients_token_looks_like_none(session):
    token = session.tokens()["access_token"]
    assert Session(ClientFactory()).introspect(token).json() == {"active": False}


def test_a_resource_server_introspects_everybodys(session):
    token = session.tokens()["access_token"]
    server = Session(ServiceFactory(is_resource_server=True))
    assert server.introspect(token).json()["username"] == "alice"


def test_dead_tokens_are_just_not_active(session):
    token = session.tokens()
    session.revoke(token["refresh_token"])
    for value in (token["access_token"], token["refresh_token"], "unknown", "x" * 10_000):
        response = session.introspect(value)
        assert response.status_code == 200
        assert response.json() == {"active": False}


def test_without_credentials_nothing_is_said(session, client):
    token = session.tokens()["access_token"]
    response = client.post("/oauth/introspect", {"token": token})
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Basic ")


def test_a_public_client_proves_nothing_and_learns_nothing(desktop_session):
    token = desktop_session.tokens()["access_token"]
    assert desktop_session.introspect(token).status_code == 401


def test_a_token_must_be_named(session):
    assert session.introspect(None).json()["error"] == "invalid_request"


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_scope_that_the_client_has_lost_is_not_reported(session, kind):
    token = session.tokens()[kind]
    session.client.scope = "read"
    session.client.save()
    assert session.introspect(token).json()["scope"] == "read"
