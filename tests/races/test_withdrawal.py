"""A user takes something back while the application refreshes, redeems, and asks to be let in."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from tests.browser_session import hidden_fields
from tests.live import TIMEOUT
from tests.views.user import BASE

from .aftermath import assert_dead, assert_refused

ROUNDS = 15
REFRESHING = REDEEMING = ASKING = 6
WEB = re.compile(rf'href="{BASE}/([0-9]+)"><bdi>Demo web application<')


@pytest.fixture
def take_back(demo, browser, crowd, new_tokens):
    """Sends a form of these pages in the middle of all the others. What the client has then."""

    def taken_back(page, **fields):
        tokens = new_tokens()
        codes = [demo.code(browser) for _ in range(REDEEMING)]
        own = application(demo, browser)
        letters = [
            *[(demo.token_url, demo.refreshing(tokens["refresh_token"]))] * REFRESHING,
            *[(demo.token_url, demo.redemption(code)) for code in codes],
            *[(demo.authorization_url(), None)] * ASKING,
        ]
        form = {**hidden_fields(browser.get(own, timeout=TIMEOUT).text), **fields}
        form |= hidden_fields(browser.get(f"{own}/withdraw", timeout=TIMEOUT).text)
        letters.insert(len(letters) // 2, (f"{own}/{page}", form))
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        answers = crowd.post(*letters, headers={"Cookie": cookies, "Referer": own})
        assert answers.pop(len(letters) // 2).status_code == 302
        return [tokens, *given(demo, answers)]

    return taken_back


def application(demo, browser):
    """The page of the web application."""
    page = browser.get(f"{demo.base_url}{BASE}", timeout=TIMEOUT).text
    return f"{demo.base_url}{BASE}/{WEB.search(page)[1]}"


def given(demo, answers):
    """The token responses that the client got, or can get for the codes that it got."""
    for first in answers:
        answer = first
        if first.status_code == 302:
            code = dict(parse_qsl(urlsplit(first.headers["Location"]).query))["code"]
            answer = demo.token(demo.redemption(code))
        if answer.status_code == 400:
            assert_refused(answer)
        elif answer.request.method == "POST":
            assert answer.status_code == 200, answer.text
            yield answer.json()


def scope_of(demo, access_token):
    """What the server says that it may do."""
    url = f"{demo.base_url}/oauth/introspect"
    answer = requests.post(url, data=demo.revoking(access_token), timeout=TIMEOUT).json()
    return set(answer["scope"].split())


def test_what_was_taken_back_is_in_nothing_that_the_client_has_then(demo, take_back):
    for _ in range(ROUNDS):
        for tokens in take_back("narrow", scope="write"):
            refreshed = demo.token(demo.refreshing(tokens["refresh_token"])).json()
            for access_token in (tokens["access_token"], refreshed["access_token"]):
                assert scope_of(demo, access_token) == {"read", "follow"}


def test_nothing_that_the_client_has_then_is_alive(demo, take_back):
    for _ in range(ROUNDS):
        for tokens in take_back("withdraw"):
            assert_dead(demo, tokens)
