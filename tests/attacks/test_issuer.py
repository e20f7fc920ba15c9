"""RFC 9207, RFC 8414 §3.3: nobody steers who the answer says it is from."""

import pytest
from django.test import Client as Browser

from tests.browser_session import answer_of

from .answers import AUTHORIZE, PROTOCOL

pytestmark = pytest.mark.django_db

METADATA = "/.well-known/oauth-authorization-server"
FOREIGN_HOSTS = [
    "evil.example",
    "testserver.evil.example",
    "testserver:80@evil.example",
    "testserver\\.evil.example",
    "testserver, evil.example",
    "evil.example#testserver",
    "",
    "\x00",
    "[::1",
    "a" * 5000,
]
STEERING = {
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_SERVER": "evil.example",
    "HTTP_X_HOST": "evil.example",
    "HTTP_FORWARDED": "host=evil.example;proto=https",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_ORIGINAL_URL": "https://evil.example/",
    "HTTP_X_REWRITE_URL": "/oauth/token",
}


def issuers(session, **extra):
    """Every place in which the issuer is named: a code, a refusal, an error, the metadata."""
    query = session.request()
    page = session.browser.get(AUTHORIZE, query, **extra)
    yield answer_of(session.decide(page, "deny"))["iss"]
    yield answer_of(session.decide(page))["iss"]
    wrong = session.browser.get(AUTHORIZE, {**query, "scope": "bogus"}, **extra)
    yield answer_of(wrong)["iss"]
    yield Browser().get(METADATA, **extra).json()["issuer"]


def test_every_answer_names_the_issuer_of_the_metadata(session):
    assert set(issuers(session)) == {"http://testserver"}


def test_the_configured_issuer_is_the_only_one(session, settings):
    settings.OAUTH_PROVIDER_ISSUER = "https://id.example"
    assert set(issuers(session, HTTP_HOST="localhost")) == {"https://id.example"}
    found = Browser().get(METADATA, HTTP_HOST="localhost").json()
    endpoints = [value for name, value in found.items() if name.endswith("_endpoint")]
    assert all(value.startswith("https://id.example/") for value in endpoints)


@pytest.mark.parametrize("header", STEERING)
def test_no_header_steers_the_issuer(session, header):
    assert set(issuers(session, **{header: STEERING[header]})) == {"http://testserver"}


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", [*PROTOCOL, AUTHORIZE, METADATA, "/oauth/authorize/native"])
def test_a_foreign_host_is_refused_everywhere(http, host, path):
    method = http.post if path in PROTOCOL else http.get
    response = method(path, HTTP_HOST=host)
    assert response.status_code == 400
    assert b"evil.example" not in response.content


@pytest.mark.parametrize("path", PROTOCOL)
def test_an_endpoint_refuses_a_foreign_host_in_json(http, settings, path):
    settings.MIDDLEWARE = []  # the first middleware of most sites refuses it before, as a page
    response = http.post(path, HTTP_HOST="evil.example")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
