"""RFC 7009: a client ends its own tokens."""

import pytest

from tests.browser_session import Session, bearer
from tests.factories import ClientFactory

pytestmark = pytest.mark.django_db


def test_revoking_an_access_token_ends_it_alone(session):
    token = session.tokens()
    response = session.revoke(token["access_token"])

    assert response.status_code == 200
    assert response.json() == {}
    refused = session.call(token["access_token"])
    assert refused.status_code == 401
    assert refused.json() == {"error": "The access token was revoked"}
    assert session.refresh(token["refresh_token"]).status_code == 200


def test_revoking_a_refresh_token_ends_everything_of_its_grant(session):
    token = session.tokens()
    assert session.revoke(token["refresh_token"]).json() == {}

    assert session.call(token["access_token"]).status_code == 401
    assert session.refresh(token["refresh_token"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("value", ["unknown", "oat" + "0" * 49, "x" * 10_000])
def test_an_unknown_token_is_as_good_as_revoked(session, value):
    response = session.revoke(value)
    assert response.status_code == 200
    assert response.json() == {}


def test_revoking_twice_is_no_error(session):
    token = session.tokens()["access_token"]
    assert [session.revoke(token).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "nonsense"])
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_wrong_hint_only_hints(session, kind, hint):
    token = session.tokens()
    session.revoke(token[kind], token_type_hint=hint)
    assert session.call(token["access_token"]).status_code == 401


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_another_clients_token_is_not_revoked(session, kind):
    token = session.tokens()
    response = Session(ClientFactory()).revoke(token[kind])

    assert response.status_code == 403
    assert response.json()["error"] == "unauthorized_client"
    assert session.call(token["access_token"]).status_code == 200


def test_a_public_client_revokes_its_own(desktop_session):
    token = desktop_session.tokens()["access_token"]
    assert desktop_session.revoke(token).status_code == 200
    assert desktop_session.call(token).status_code == 401


def test_a_confidential_client_must_authenticate(session, client):
    token = session.tokens()["access_token"]
    form = {"client_id": session.client.client_id, "token": token}
    assert client.post("/oauth/revoke", form).status_code == 401
    assert session.call(token).status_code == 200


def test_a_stray_bearer_header_is_ignored(session, client):
    token = session.tokens()["access_token"]
    own = {"client_id": session.client.client_id, "client_secret": session.client.secret}
    response = client.post("/oauth/revoke", {**own, "token": token}, headers=bearer(token))
    assert response.status_code == 200


def test_a_token_must_be_named(session):
    assert session.revoke(None).json()["error"] == "invalid_request"
