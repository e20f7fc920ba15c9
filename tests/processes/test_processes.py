"""Codes, refreshes and revocations that reach different processes of one site."""

from time import monotonic

import pytest

from tests.browser_session import bearer
from tests.live import TIMEOUT
from tests.races.aftermath import assert_alive, assert_dead, assert_refused, without_countdown

from .conftest import CROWD

pytestmark = pytest.mark.slow

API = "/api/v1/accounts/verify_credentials"
ROUNDS = 4


@pytest.fixture
def tokens(site, browser):
    """The token response of a new authorization."""
    return site.tokens(browser)


def test_several_processes_answer(site, tokens, crowd):
    letters = [(site.token_url, site.refreshing(tokens["refresh_token"]))] * CROWD
    deadline = monotonic() + TIMEOUT
    while len(site.workers_that_served("POST /oauth/token")) < 2:
        assert monotonic() < deadline, site.log.read_text()
        crowd.post(*letters)


def test_a_code_that_reaches_many_processes_at_once_serves_one_request(site, browser, crowd):
    for _ in range(ROUNDS):
        redemption = site.redemption(site.code(browser))
        answers = crowd.post(*[(site.token_url, redemption)] * CROWD)
        winner, *losers = sorted(answers, key=lambda answer: answer.status_code)
        assert winner.status_code == 200, winner.text
        for answer in losers:
            assert_refused(answer)
        assert_dead(site, winner.json())


def test_a_refresh_in_many_processes_at_once_gives_all_of_them_one_successor(site, tokens, crowd):
    for _ in range(ROUNDS):
        refreshing = site.refreshing(tokens["refresh_token"])
        answers = crowd.post(*[(site.token_url, refreshing)] * CROWD)
        assert {answer.status_code for answer in answers} == {200}
        first, *others = (without_countdown(answer.json()) for answer in answers)
        assert all(other == first for other in others)
        assert_alive(site, first)
        tokens = first


def test_what_one_process_revokes_no_other_lets_in(site, browser, crowd):
    for _ in range(ROUNDS):
        tokens = site.tokens(browser)
        calls, headers = [(site.base_url + API, None)] * CROWD, bearer(tokens["access_token"])
        before = crowd.post(*calls, headers=headers)
        assert {answer.status_code for answer in before} == {200}
        revoking = site.revoking(tokens["refresh_token"])
        assert crowd.post((site.revocation_url, revoking))[0].status_code == 200
        after = crowd.post(*calls, headers=headers)
        assert {answer.status_code for answer in after} == {401}
