"""Alice's browser, and where the clients find the demo."""

import pytest

from .microblog import Microblog


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
