"""RFC 7662: who learns what about a token?"""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Grant, RefreshToken
from tests.browser_session import bearer

from .answers import INTROSPECT, assert_error, json_of

pytestmark = pytest.mark.django_db

INACTIVE = {"active": False}
UNKNOWN = {
    "a word": "x",
    "a well-formed one": secret.generate(secret.Kind.ACCESS_TOKEN),
    "60 000 letters": "a" * 60_000,
    "four bytes": "\U0001f98a",
    "SQL": "' OR 1=1 --",
    "blank": " ",
    "a JWT": "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
}
ACCESS_TOKEN_CLAIMS = {
    "active",
    "client_id",
    "exp",
    "iat",
    "iss",
    "scope",
    "sub",
    "token_type",
    "username",
}


def age(queryset):
    """Let it have expired a moment ago."""
    assert queryset.update(expires_at=timezone.now() - timedelta(microseconds=1))


def test_nobody_learns_nothing(session):
    token = session.tokens()["access_token"]
    assert_error(Browser().post(INTROSPECT, {"token": token}), "invalid_client", 401)
    itself = Browser().post(INTROSPECT, {"token": token}, headers=bearer(token))
    assert_error(itself, "invalid_client", 401)
    assert_error(session.browser.post(INTROSPECT, {"token": token}), "invalid_client", 401)


def test_a_public_client_learns_nothing_even_of_its_own(desktop_session):
    token = desktop_session.tokens()["access_token"]
    assert_error(desktop_session.introspect(token), "invalid_client", 401)


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_client_learns_nothing_of_anothers_token(session, outsider, kind):
    token = session.tokens()[kind]
    assert json_of(outsider.introspect(token)) == INACTIVE
    assert json_of(session.introspect(token))["active"] is True


def test_a_client_learns_of_its_own_token(session, alice):
    token = session.tokens()["access_token"]
    told = json_of(session.introspect(token))
    assert told.keys() == ACCESS_TOKEN_CLAIMS
    assert (told["sub"], told["username"]) == (str(alice.pk), "alice")
    assert told["client_id"] == session.client.client_id
    assert told["iss"] == "http://testserver"
    assert told["iat"] < told["exp"]


def test_a_resource_server_learns_of_everybodys_token(session, desktop_session, watcher):
    for each in (session, desktop_session):
        token = each.tokens()["access_token"]
        assert json_of(watcher.introspect(token))["client_id"] == each.client.client_id


def test_nobody_becomes_a_resource_server_by_scope(session, outsider):
    outsider.client.scope = "read write follow introspection"
    outsider.client.save()
    assert json_of(outsider.introspect(session.tokens()["access_token"])) == INACTIVE


@pytest.mark.parametrize("token", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_token_is_inactive_and_no_more(watcher, token):
    response = watcher.introspect(token)
    assert (response.status_code, json_of(response)) == (200, INACTIVE)


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_an_expired_token_is_inactive_and_no_more(session, watcher, kind):
    tokens = session.tokens()
    age({"access_token": AccessToken, "refresh_token": RefreshToken}[kind].objects.all())
    assert json_of(watcher.introspect(tokens[kind])) == INACTIVE


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_token_of_an_ended_authorization_is_inactive(session, watcher, kind):
    tokens = session.tokens()
    age(Grant.objects.all())
    assert json_of(watcher.introspect(tokens[kind])) == INACTIVE


def test_a_revoked_token_is_inactive_at_once(session, watcher):
    token = session.tokens()["access_token"]
    assert json_of(watcher.introspect(token))["active"] is True
    session.revoke(token)
    assert json_of(watcher.introspect(token)) == INACTIVE


def test_a_spent_refresh_token_is_inactive(session, watcher):
    token = session.tokens()["refresh_token"]
    session.refresh(token)
    assert json_of(watcher.introspect(token)) == INACTIVE


def test_asking_spends_and_ends_nothing(session, watcher, measure):
    tokens = session.tokens()
    for kind in ("access_token", "refresh_token"):
        watcher.introspect(tokens[kind])
        with measure() as cost:
            watcher.introspect(tokens[kind])
        assert (cost.queries, cost.writes) == (2, 0)
    assert session.refresh(tokens["refresh_token"]).status_code == 200


def test_a_code_is_no_token(session, watcher):
    assert json_of(watcher.introspect(session.code())) == INACTIVE


@pytest.mark.parametrize("token", [None, "", "a\x00b"])
def test_no_token_is_an_invalid_request(watcher, token):
    assert_error(watcher.introspect(token), "invalid_request")


@pytest.mark.parametrize("hint", ["refresh_token", "bogus", "\U0001f98a"])
def test_a_wrong_hint_hides_nothing(session, watcher, hint):
    token = session.tokens()["access_token"]
    assert json_of(watcher.introspect(token, token_type_hint=hint))["active"] is True


def test_a_scope_taken_back_is_not_told_of(session, watcher):
    token = session.tokens()["access_token"]
    Grant.objects.update(scope="read")
    assert json_of(watcher.introspect(token))["scope"] == "read"


def test_a_clients_own_token_has_no_user(acting, watcher):
    token = acting.post("/oauth/token", grant_type="client_credentials").json()["access_token"]
    told = json_of(watcher.introspect(token))
    assert told["sub"] == told["client_id"] == acting.client.client_id
    assert "username" not in told
