"""Alice's browser, and where the clients find the demo."""

from urllib.parse import urljoin

import pytest
from mastodon import Mastodon

from . import node
from .microblog import Microblog
from .native import code_on


@pytest.fixture(autouse=True)
def _plain_http(monkeypatch):
    """oauthlib's clients refuse http unless told otherwise."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture(scope="package")
def browser(demo):
    """Alice, signed in."""
    with demo.browser() as http:
        yield http


@pytest.fixture(scope="package")
def microblog(demo):
    """The API, for an HTTP session of whichever client library."""
    return Microblog(f"{demo.base_url}/api/v1")


@pytest.fixture(scope="package")
def register(demo):
    """Registers a client as Mastodon's clients do."""

    def registering(redirect_uri, scopes):
        client_id, client_secret = Mastodon.create_app(
            "A client", scopes=scopes, redirect_uris=redirect_uri, api_base_url=demo.base_url
        )
        return {"client_id": client_id, "client_secret": client_secret}

    return registering


@pytest.fixture(scope="package")
def copied_code(demo, browser):
    """What Alice copies from the page on which her permission ends."""

    def copying(url):
        return code_on(browser.get(urljoin(demo.base_url, demo.decide(browser, url))))

    return copying


@pytest.fixture(scope="package")
def perform(demo, browser):
    """Plays a scene of a script in ``tests/javascript/clients``."""
    if reason := node.missing():
        pytest.skip(reason)

    def answer(url, decision):
        return demo.decide(browser, url, decision)

    def performing(script, scene, **told):
        return node.perform(script, scene, {"issuer": demo.base_url, **told}, answer)

    return performing
