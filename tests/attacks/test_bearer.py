"""RFC 6750, RFC 9700 §4.9: what opens an API, and what does not."""

import json
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Grant, Scope
from tests.browser_session import Session, bearer

from .answers import API, POSTING, assert_error, assert_invalid_token, challenge_of, json_of

pytestmark = pytest.mark.django_db

RUBBISH = {
    "nothing": "Bearer",
    "a blank": "Bearer ",
    "60 000 letters": "Bearer " + "a" * 60_000,
    "not ASCII": "Bearer \xff\xfe",
    "NUL": "Bearer a\x00b",
    "something like a JWT": "Bearer ey..",
    "an unsigned JWT": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
    "two words": "Bearer a b",
    "two tokens": "Bearer a, Bearer b",
    "quotes": 'Bearer "a"',
    "SQL": "Bearer ' OR 1=1 --",
    "a well-formed one": "Bearer " + secret.generate(secret.Kind.ACCESS_TOKEN),
    "a digest": "Bearer " + "0" * 64,
}
NO_BEARER = {
    "nothing": "",
    "Basic": "Basic YTpi",
    "Digest": 'Digest username="a"',
    "Token": "Token x",
    "MAC": 'MAC id="x"',
    "DPoP": "DPoP x",
    "NUL": "\x00",
}


def call(header, path=API, method="GET", **extra):
    """Call the API with this Authorization header."""
    browser = Browser(raise_request_exception=False)
    return browser.generic(method, path, headers={"Authorization": header}, **extra)


def age(queryset):
    """Let it have expired a moment ago."""
    assert queryset.update(expires_at=timezone.now() - timedelta(microseconds=1))


@pytest.mark.parametrize("header", NO_BEARER.values(), ids=NO_BEARER)
def test_without_a_token_there_is_a_bare_challenge(header):
    response = call(header)
    assert response.status_code == 401
    assert challenge_of(response).keys() == {"realm"}


@pytest.mark.parametrize("header", RUBBISH.values(), ids=RUBBISH)
def test_a_token_that_is_none_is_invalid(header):
    response = call(header)
    assert_invalid_token(response)
    assert response.json() == {"error": "The access token is invalid"}


def test_an_expired_token_is_said_to_be_expired(session):
    token = session.tokens()["access_token"]
    age(AccessToken.objects.all())
    response = session.call(token)
    assert_invalid_token(response)
    assert response.json() == {"error": "The access token expired"}


def test_a_token_of_an_ended_authorization_has_expired(session):
    token = session.tokens()["access_token"]
    age(Grant.objects.all())
    assert_invalid_token(session.call(token))


def test_a_revoked_token_is_said_to_be_revoked(session):
    token = session.tokens()["access_token"]
    session.revoke(token)
    response = session.call(token)
    assert_invalid_token(response)
    assert response.json() == {"error": "The access token was revoked"}


def test_too_small_a_scope_names_the_one_that_would_do(session):
    token = session.tokens(scope="read")["access_token"]
    response = call(f"Bearer {token}", POSTING, "POST")
    assert response.status_code == 403
    told = challenge_of(response)
    assert (told["error"], told["scope"]) == ("insufficient_scope", "write:statuses")
    assert response.json() == {"error": "This action is outside the authorized scopes"}


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_read_in_any_case(session, scheme):
    token = session.tokens()["access_token"]
    assert call(f"{scheme} {token}").status_code == 200


@pytest.mark.parametrize("alter", [str.upper, str.lower, str.swapcase, lambda token: f"{token}x"])
def test_a_token_in_other_letters_is_another_on_every_database(session, alter):
    assert_invalid_token(session.call(alter(session.tokens()["access_token"])))


@pytest.mark.parametrize("kind", ["refresh_token", "code", "client_secret", "digest"])
def test_nothing_else_is_an_access_token(session, kind):
    code = session.code()
    issued = {
        "code": code,
        **json_of(session.exchange(code)),
        "client_secret": session.client.secret,
        "digest": AccessToken.objects.get().digest,
    }
    assert_invalid_token(session.call(issued[kind]))


@pytest.mark.parametrize("name", ["access_token", "bearer_token", "token", "oauth_token"])
def test_a_token_in_the_query_opens_nothing(session, name):
    token = session.tokens()["access_token"]
    response = Browser().get(API, {name: token})
    assert response.status_code in {400, 401}
    assert "username" not in response.content.decode()


def test_a_token_in_the_query_and_the_header_is_an_invalid_request(session):
    token = session.tokens()["access_token"]
    response = call(f"Bearer {token}", f"{API}?access_token={token}")
    assert response.status_code == 400
    assert challenge_of(response)["error"] == "invalid_request"


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "application/json"])
def test_a_token_in_the_body_opens_nothing(session, content_type):
    token = session.tokens()["access_token"]
    fields = {"access_token": token, "status": "x"}
    body = json.dumps(fields) if content_type.endswith("json") else f"access_token={token}"
    response = Browser().generic("POST", POSTING, body, content_type=content_type)
    assert response.status_code == 401


@pytest.mark.parametrize("cookie", ["access_token", "Authorization", "token"])
def test_a_token_in_a_cookie_opens_nothing(session, cookie):
    browser = Browser()
    browser.cookies[cookie] = session.tokens()["access_token"]
    assert browser.get(API).status_code == 401


def test_a_session_opens_no_api(session):
    response = session.browser.get(API)
    assert response.status_code == 401
    assert session.browser.post(POSTING, {"status": "x"}).status_code == 401


def test_the_token_says_whose_account_it_is_and_not_the_session(session, bob):
    token = session.tokens()["access_token"]
    browser = Browser()
    browser.force_login(bob)
    assert browser.get(API, headers=bearer(token)).json()["username"] == "alice"
    assert browser.get(API, headers=bearer("bad")).status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/instance", "/api/v1/timelines/public"])
def test_a_bad_token_is_refused_where_none_is_needed(path):
    assert Browser().get(path).status_code == 200
    assert_invalid_token(call("Bearer bad", path))


@pytest.mark.parametrize("path", [API, POSTING, "/api/v1/timelines/home", "/api/v1/blocks"])
def test_a_clients_own_token_is_no_users(acting, path):
    answer = acting.post("/oauth/token", grant_type="client_credentials", scope="read write follow")
    method = "POST" if path == POSTING else "GET"
    response = call(f"Bearer {answer.json()['access_token']}", path, method)
    assert response.status_code in {401, 403, 422}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_every_way_of_reading_needs_the_scope_of_reading(session, method):
    token = session.tokens(scope="write")["access_token"]
    assert call(f"Bearer {token}", API, method).status_code == 403
    assert call("", API, method).status_code == 401


def test_an_answer_for_one_user_is_never_another_users(session, bob):
    other = Session(session.client, bob)
    mine, theirs = session.tokens()["access_token"], other.tokens()["access_token"]
    posted = Browser().post(
        POSTING, {"status": "mine", "visibility": "private"}, headers=bearer(mine)
    )
    status = f"{POSTING}/{posted.json()['id']}"
    assert call(f"Bearer {theirs}", status).status_code == 404
    assert call(f"Bearer {theirs}", status, "DELETE").status_code == 404
    assert call(f"Bearer {mine}", status).status_code == 200


def test_a_cache_on_the_way_keeps_no_users_answer_for_another(session):
    response = session.call(session.tokens()["access_token"])
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    control = response.get("Cache-Control", "")
    assert "authorization" in vary or "private" in control or "no-store" in control


def test_a_token_bound_to_a_key_is_no_bearer_token(session):
    token = session.tokens()["access_token"]
    AccessToken.objects.update(confirmation_key="jkt")
    assert_invalid_token(session.call(token))


def test_a_scope_taken_back_is_gone_at_once(session):
    token = session.tokens()["access_token"]
    assert session.call(token).status_code == 200
    Grant.objects.update(scope="write")
    assert session.call(token).status_code == 403


def test_a_scope_taken_from_the_client_is_gone_at_once(session):
    token = session.tokens()["access_token"]
    session.client.scope = "write"
    session.client.save()
    assert session.call(token).status_code == 403


def test_a_scope_that_is_no_longer_defined_is_gone_at_once(session):
    token = session.tokens()["access_token"]
    Scope.objects.get(name="read").delete()
    assert session.call(token).status_code == 403


@pytest.mark.parametrize("realm", ['a"b', "a\\b", 'x", error="none'])
def test_a_challenge_is_parseable_whatever_the_realm(settings, realm):
    settings.OAUTH_PROVIDER_REALM = realm
    assert challenge_of(call(""))["realm"] == realm
    assert challenge_of(call("Bearer x"))["realm"] == realm


def test_the_cost_of_a_bad_token_is_one_query(measure):
    for header in (RUBBISH["60 000 letters"], RUBBISH["a well-formed one"]):
        with measure() as cost:
            call(header)
        assert cost.queries <= 1


def test_a_token_from_the_api_opens_no_other_endpoint(session):
    token = session.tokens()["access_token"]
    assert_error(
        Browser().post("/oauth/introspect", {"token": token}, headers=bearer(token)),
        "invalid_client",
        401,
    )
    page = Browser().get("/oauth/authorize", session.request(), headers=bearer(token))
    assert page["Location"].startswith("/accounts/login/")
