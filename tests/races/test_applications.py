"""Two forms sent at once are not both the last that is allowed."""

import re

import pytest
import requests

from tests.browser_session import hidden_fields
from tests.live import TIMEOUT
from tests.views.developer import BASE, REGISTER, filled

LIMIT = 10
OWN = re.compile(rf'href="{BASE}([0-9]+)"')


@pytest.fixture
def bob(demo):
    """Bob, signed in, who deletes in the end what he registered."""
    with demo.browser("bob") as http:
        yield http
        while found := owned(demo, http):
            post(demo, http, f"{BASE}{found[0]}/delete")


def owned(demo, http):
    """The applications on the list."""
    return OWN.findall(http.get(f"{demo.base_url}{BASE}", timeout=TIMEOUT).text)


def post(demo, http, path):
    """Send the form of a page that only asks."""
    url = f"{demo.base_url}{path}"
    fields = hidden_fields(http.get(url, timeout=TIMEOUT).text)
    return http.post(url, data=fields, headers={"Referer": url}, timeout=TIMEOUT)


def test_a_crowd_registers_no_more_than_the_limit(demo, bob, crowd):
    url = f"{demo.base_url}{REGISTER}"
    fields = hidden_fields(bob.get(url, timeout=TIMEOUT).text)
    cookies = requests.cookies.get_cookie_header(bob.cookies, requests.Request("GET", url))
    form = {**filled(client_type="public"), **fields}

    answers = crowd.post(*[(url, form)] * 24, headers={"Cookie": cookies, "Referer": url})

    found = [answer.status_code for answer in answers]
    assert sorted(found) == [302] * LIMIT + [403] * (24 - LIMIT)
    assert len(owned(demo, bob)) == LIMIT
