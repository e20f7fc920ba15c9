import pytest

from oauth_provider.models import ClientOrigin
from tests.browser_session import Session
from tests.factories import ClientFactory, PublicClientFactory

pytestmark = pytest.mark.django_db

ORIGIN = "https://spa.example"


@pytest.fixture
def spa(alice):
    client = PublicClientFactory(redirect_uris=[f"{ORIGIN}/cb", f"{ORIGIN}/silent"])
    return Session(client, alice)


def preflight(client, origin, path="/oauth/token"):
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    return client.options(path, headers=headers)


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/token/"])
def test_the_origin_of_a_public_clients_redirect_uri_passes_the_preflight(spa, client, path):
    response = preflight(client, ORIGIN, path)
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    assert response["Access-Control-Allow-Methods"] == "POST"
    assert "Access-Control-Allow-Credentials" not in response
    assert "Origin" in response["Vary"]


def test_a_browser_client_reads_its_tokens_and_its_errors(spa, client):
    code = spa.code()
    form = {"grant_type": "authorization_code", "code": code, "client_id": spa.client.client_id}
    for _ in range(2):
        response = client.post("/oauth/token", form, headers={"Origin": ORIGIN})
        assert response["Access-Control-Allow-Origin"] == ORIGIN


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://spa.example",
        "https://spa.example:8443",
        "https://spa.example.evil.example",
        "null",
        "*",
        "https://",
        "https://spa.example\x00",
        "https://" + "a" * 300,
    ],
)
def test_no_other_origin_passes(spa, client, origin):
    assert "Access-Control-Allow-Origin" not in preflight(client, origin)
    response = client.post("/oauth/token", {}, headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in response


def test_a_confidential_client_has_no_origin_in_a_browser(client):
    ClientFactory(redirect_uris=["https://server.example/cb"])
    assert "Access-Control-Allow-Origin" not in preflight(client, "https://server.example")


def test_a_disabled_client_lets_nobody_in(spa, client):
    from django.utils import timezone

    spa.client.disable(reason="spam", now=timezone.now())
    assert "Access-Control-Allow-Origin" not in preflight(client, ORIGIN)


def test_origins_follow_the_redirect_uris(spa, client):
    spa.client.redirect_uris = ["https://other.example/cb"]
    spa.client.save()
    assert "Access-Control-Allow-Origin" not in preflight(client, ORIGIN)
    assert ClientOrigin.objects.is_known("https://other.example")
