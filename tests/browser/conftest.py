"""A real browser, without a window, at the demo."""

import os
import shutil
from contextlib import ExitStack

import pytest

from .landing import landing_page
from .visitor import Visitor

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

NO_BROWSER = 'Needs a browser: pip install -e ".[browser]", and Chromium.'
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: drives a real browser")


def pytest_collection_modifyitems(items):
    for item in items:
        if __package__.replace(".", os.sep) in str(item.path.parent):
            item.add_marker(pytest.mark.browser)
            if sync_playwright is None:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="module")
def chromium(demo):
    """The system's Chromium, or the one that Playwright downloaded.

    Started for each module: while it runs, Django refuses database queries in this thread.
    """
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium, demo):
    """Opens a window with a profile of its own; whatever goes wrong in it fails the test."""
    with ExitStack() as stack:

        def opened(**options):
            context = chromium.new_context(base_url=demo.base_url, **{"locale": "en-GB", **options})
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            visitor = Visitor(context.new_page(), demo)
            stack.callback(visitor.check)
            return visitor

        yield opened


@pytest.fixture
def visitor(open_browser):
    """Somebody with a browser."""
    return open_browser()


@pytest.fixture
def alice(visitor):
    """Alice, signed in."""
    visitor.sign_in("alice")
    return visitor


@pytest.fixture(scope="module")
def landing():
    """Where the desktop client waits for its answer."""
    with landing_page() as url:
        yield url
