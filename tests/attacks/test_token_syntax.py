"""RFC 6749 §3.2 and §5: a token request, its answer, and what is neither."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser

from oauth_provider.models import AccessToken, Grant
from tests.browser_session import Session, basic
from tests.factories import ServiceFactory

from .answers import PROTOCOL, TOKEN, assert_error, json_of

pytestmark = pytest.mark.django_db

METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"]
FIELDS = [
    "grant_type",
    "code",
    "client_id",
    "client_secret",
    "redirect_uri",
    "code_verifier",
    "scope",
    "refresh_token",
    "token",
    "token_type_hint",
    "state",
]
UNKNOWN_GRANTS = [
    "password",
    "implicit",
    "openid",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:saml2-bearer",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:openid:params:grant-type:ciba",
    "AUTHORIZATION_CODE",
    "authorization_code ",
    "authorization_code refresh_token",
    "\U0001f98a",
    "g" * 10_000,
    "__class__",
]
SCOPES = ["bogus", "READ", 'read"', "r\u00e9ad", "read\twrite", "read\nwrite", "s" * 5000, "*"]


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("method", METHODS)
def test_only_post_is_answered(path, method):
    response = Browser().generic(method, path)
    assert response.status_code == 405
    assert "POST" in response["Allow"]
    assert response["Content-Type"] == "application/json"
    if method != "HEAD":
        assert response.json()["error"] == "invalid_request"


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override"])
def test_no_header_makes_a_get_a_post(path, header):
    assert Browser().get(path, headers={header: "POST"}).status_code == 405


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("query", ["grant_type=client_credentials", "x", "token=x", "%00", "=&="])
def test_parameters_in_the_query_are_refused(service, path, query):
    own = basic(service.client_id, service.secret)
    form = {"grant_type": "client_credentials", "token": "x"}
    assert_error(Browser().post(f"{path}?{query}", form, headers=own), "invalid_request")


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("second", ["x", "y"])
@pytest.mark.parametrize("kind", ["form", "multipart", "json"])
def test_a_repeated_parameter_is_refused_and_named(path, name, second, kind):
    body, content_type = {
        "form": (f"{name}=x&{name}={second}", "application/x-www-form-urlencoded"),
        "json": (f'{{"{name}": "x", "{name}": "{second}"}}', "application/json"),
        "multipart": (multipart((name, "x"), (name, second)), "multipart/form-data; boundary=b"),
    }[kind]
    response = Browser().post(path, body, content_type=content_type)
    assert_error(response, "invalid_request")
    assert name in response.json()["error_description"]


def multipart(*pairs):
    """The fields as a multipart body."""
    part = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return "".join(part.format(*pair) for pair in pairs) + "--b--\r\n"


@pytest.mark.parametrize("path", PROTOCOL)
def test_unknown_parameters_are_ignored_repeated_or_not(acting, path):
    own = basic(acting.client.client_id, acting.client.secret)
    form = {"grant_type": "client_credentials", "token": "x", "foo": ["a", "b"], "user": "alice"}
    assert json_of(Browser().post(path, form, headers=own)).get("error") is None


@pytest.mark.parametrize("grant_type", [None, ""])
def test_a_missing_grant_type_is_an_invalid_request(acting, grant_type):
    assert_error(acting.post(TOKEN, grant_type=grant_type), "invalid_request")


@pytest.mark.parametrize("grant_type", UNKNOWN_GRANTS)
def test_an_unknown_grant_type_is_unsupported(acting, grant_type):
    response = acting.post(TOKEN, grant_type=grant_type, username="alice", password="x")
    assert_error(response, "unsupported_grant_type")


@pytest.mark.parametrize(
    ("fixture", "form"),
    [
        ("session", {"grant_type": "client_credentials"}),
        ("acting", {"grant_type": "authorization_code", "code": "x"}),
        ("acting", {"grant_type": "refresh_token", "refresh_token": "x"}),
    ],
)
def test_a_grant_type_the_client_is_not_registered_for_is_unauthorized(request, fixture, form):
    asking = request.getfixturevalue(fixture)
    assert_error(asking.post(TOKEN, **form), "unauthorized_client")


def test_an_answer_says_what_was_issued_and_is_not_kept(session):
    response = session.exchange(session.code())
    body = json_of(response)
    assert response["Pragma"] == "no-cache"
    assert body["token_type"] == "Bearer"
    assert isinstance(body["expires_in"], int)
    assert isinstance(body["created_at"], int)
    assert body["scope"] == "read write"
    assert None not in body.values()


def test_a_token_says_by_its_shape_what_it_is(session):
    tokens = session.tokens()
    assert re.fullmatch(r"oat[0-9A-Za-z]{49}", tokens["access_token"])
    assert re.fullmatch(r"ort[0-9A-Za-z]{49}", tokens["refresh_token"])
    assert re.fullmatch(r"ocs[0-9A-Za-z]{49}", session.client.secret)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_that_is_none_is_invalid(acting, scope):
    response = acting.post(TOKEN, grant_type="client_credentials", scope=scope)
    assert_error(response, "invalid_scope")


def test_a_thousand_scopes_are_invalid(acting):
    scope = " ".join(f"s{n}" for n in range(1000))
    response = acting.post(TOKEN, grant_type="client_credentials", scope=scope)
    assert_error(response, "invalid_scope")


@pytest.mark.parametrize("scope", [None, "", " ", "    "])
def test_no_scope_is_the_default_and_never_an_empty_one(acting, scope):
    body = json_of(acting.post(TOKEN, grant_type="client_credentials", scope=scope))
    assert body.get("scope", "read") == "read"


@pytest.mark.parametrize("scope", ["read  write", " read write ", "read write read", "write read"])
def test_one_scope_in_other_words_is_one_authorization(acting, scope):
    acting.post(TOKEN, grant_type="client_credentials", scope="read write")
    body = json_of(acting.post(TOKEN, grant_type="client_credentials", scope=scope))
    assert sorted(body["scope"].split(" ")) == ["read", "write"]
    assert Grant.objects.count() == 1


def test_a_client_gets_no_more_than_it_was_registered_for():
    narrow = Session(ServiceFactory(scope="read:statuses"))
    for scope in ("read", "write", "read:statuses write"):
        response = narrow.post(TOKEN, grant_type="client_credentials", scope=scope)
        assert_error(response, "invalid_scope")
    assert not AccessToken.objects.exists()


def test_a_lifetime_is_never_zero_nor_beyond_its_authorization(session, settings):
    settings.OAUTH_PROVIDER_GRANT_LIFETIME = timedelta(seconds=90)
    tokens = session.tokens()
    assert 0 < tokens["expires_in"] <= 90


@pytest.mark.parametrize("resource", ["http://[::1", "\x00", "https://api.example", "x" * 9000])
def test_a_resource_that_is_not_read_is_no_error_of_ours(acting, resource):
    body = json_of(acting.post(TOKEN, grant_type="client_credentials", resource=resource))
    assert body.get("error") in {None, "invalid_target", "invalid_request"}
