"""Fetch §3.2: which web pages may read an answer?"""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tests.factories import ClientFactory, PublicClientFactory

from .answers import PROTOCOL

pytestmark = pytest.mark.django_db

APP = "https://app.example"
STRANGERS = {
    "another site": "https://evil.example",
    "a suffix": "https://app.example.evil.example",
    "a prefix": "https://evilapp.example",
    "a subdomain": "https://x.app.example",
    "another scheme": "http://app.example",
    "another port": "https://app.example:8443",
    "a path": "https://app.example/",
    "null": "null",
    "any": "*",
    "empty": "",
    "capital letters": "HTTPS://APP.EXAMPLE",
    "two": "https://app.example, https://evil.example",
    "NUL": "https://app.example\x00",
    "accent": "https://\xe1pp.example",
    "10 000 letters": "https://" + "a" * 10_000,
    "an extension": "chrome-extension://abc",
    "a file": "file://",
}


@pytest.fixture(autouse=True)
def app(db):
    """A public client in the browser."""
    return PublicClientFactory(redirect_uris=[f"{APP}/callback"])


@pytest.fixture(params=["OPTIONS", "POST", "GET"])
def send(request):
    def sent(path, origin):
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        browser = Browser(raise_request_exception=False)
        return browser.generic(request.param, path, headers=headers)

    return sent


@pytest.mark.parametrize("path", PROTOCOL)
def test_a_page_of_a_public_client_may_read_the_answer(send, path):
    response = send(path, APP)
    assert response["Access-Control-Allow-Origin"] == APP
    assert "Access-Control-Allow-Credentials" not in response
    assert "Origin" in response["Vary"]


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("origin", STRANGERS.values(), ids=STRANGERS)
def test_no_other_page_may(send, path, origin):
    response = send(path, origin)
    assert response.status_code < 500
    assert "Access-Control-Allow-Origin" not in response
    assert "Origin" in response["Vary"]


def test_no_page_of_a_confidential_client_may(send):
    ClientFactory(redirect_uris=["https://server.example/callback"])
    assert "Access-Control-Allow-Origin" not in send("/oauth/token", "https://server.example")


def test_no_page_of_a_disabled_client_may(send, app):
    app.disable(reason="abuse", now=timezone.now())
    assert "Access-Control-Allow-Origin" not in send("/oauth/token", APP)


def test_no_page_of_a_redirect_uri_that_was_removed_may(send, app):
    app.redirect_uris = ["https://other.example/callback"]
    app.save()
    assert "Access-Control-Allow-Origin" not in send("/oauth/token", APP)
    assert "Access-Control-Allow-Origin" in send("/oauth/token", "https://other.example")


def test_no_page_of_a_client_that_became_confidential_may(send, app):
    app.client_type = "confidential"
    app.save()
    assert "Access-Control-Allow-Origin" not in send("/oauth/token", APP)


def test_a_preflight_costs_one_query(measure):
    for origin in (APP, *STRANGERS.values()):
        with measure() as cost:
            Browser().options("/oauth/token", headers={"Origin": origin})
        assert cost.queries <= 1
