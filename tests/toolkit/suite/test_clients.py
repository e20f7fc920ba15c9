"""Real client libraries hold tokens of the toolkit, over HTTP, before and after the switch."""

import pytest
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from django.test import Client as Browser
from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth2Session

from tests.toolkit.load import load_site
from tests.toolkit.seed import REDIRECT_URI, SECRET, application

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _plain_http(monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture
def signed_in(live_server, alice):
    """Where the browser in which Alice is signed in is sent by a client's request."""

    def answer(url):
        browser = Browser()
        browser.force_login(alice)
        location = browser.get(url.removeprefix(live_server.url))["Location"]
        assert location.startswith(REDIRECT_URI)
        return location

    return answer


def sessions(base, signed_in):
    """One session of each library and way, with a token of whoever serves."""
    web = OAuth2Session("web", redirect_uri=REDIRECT_URI, scope=["read", "write"], pkce="S256")
    url, _ = web.authorization_url(f"{base}/o/authorize/")
    web.fetch_token(f"{base}/o/token/", authorization_response=signed_in(url), client_secret=SECRET)
    other = AuthlibSession(
        "other",
        SECRET,
        scope="read",
        redirect_uri=REDIRECT_URI,
        code_challenge_method="S256",
        token_endpoint=f"{base}/o/token/",
    )
    verifier = "v" * 50
    url, _ = other.create_authorization_url(f"{base}/o/authorize/", code_verifier=verifier)
    other.fetch_token(authorization_response=signed_in(url), code_verifier=verifier)
    service = OAuth2Session(client=BackendApplicationClient("service", scope=["read"]))
    service.fetch_token(f"{base}/o/token/", client_secret=SECRET)
    return web, other, service


def test_what_client_libraries_hold_works_on_and_is_refreshed(
    live_server, signed_in, bring, settings
):
    for client_id in ("web", "other"):
        application(client_id, skip_authorization=True)
    application("service", authorization_grant_type="client-credentials", redirect_uris="")
    base, api = live_server.url, f"{live_server.url}/api/scope"

    settings.ROOT_URLCONF = "tests.toolkit.theirs"
    web, other, service = sessions(base, signed_in)
    held = web.token["refresh_token"]
    assert [each.get(api).status_code for each in (web, other, service)] == [200, 200, 200]

    settings.ROOT_URLCONF = "tests.toolkit.ours"
    assert web.get(api).status_code == 401
    bring()
    assert [each.get(api).status_code for each in (web, other, service)] == [200, 200, 200]

    web.refresh_token(f"{base}/o/token/", client_id="web", client_secret=SECRET)
    other.refresh_token(f"{base}/o/token/", other.token["refresh_token"])
    assert [each.get(api).json()["user"] for each in (web, other)] == ["alice", "alice"]
    assert web.token["refresh_token"] != held

    for session in sessions(base, signed_in):  # and all of it anew
        assert session.get(api).status_code == 200


def test_the_load_has_tokens_in_every_state(db):
    load = load_site(tokens=40, users=2)
    assert load.good_access
    assert load.dead_access
    assert load.good_refresh
    assert load.spent_refresh
    assert load.dead_refresh
