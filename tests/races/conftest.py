"""A browser, a crowd and a mortal process, against one running demo."""

from functools import partial

import pytest

from .crowd import Crowd
from .mortal import Mortal

CROWD = 32


@pytest.fixture(autouse=True)
def calm(demo):
    """Fails a test during which the server logged an error, or found its database locked."""
    before = demo.log.stat().st_size
    yield
    written = demo.log.read_bytes()[before:].decode()
    assert " ERROR " not in written
    assert "locked" not in written


@pytest.fixture(scope="package")
def browser(demo):
    """Alice, signed in."""
    with demo.browser() as http:
        yield http


@pytest.fixture
def crowd():
    """More clients than the server has threads."""
    with Crowd(CROWD) as threads:
        yield threads


@pytest.fixture
def mortal(demo):
    """A process beside the server that can be killed at any step."""
    with Mortal(demo.environment) as process:
        yield process


@pytest.fixture
def new_tokens(demo, browser):
    """Makes the token response of a new authorization."""
    return partial(demo.tokens, browser)
