"""One code, redeemed by many at once (RFC 6749 §4.1.2)."""

from .aftermath import assert_dead, assert_refused
from .conftest import CROWD

ROUNDS = 50


def test_a_code_redeemed_by_many_at_once_serves_one_and_leaves_nothing_alive(demo, browser, crowd):
    for _ in range(ROUNDS):
        redemption = demo.redemption(demo.code(browser))
        answers = crowd.post(*[(demo.token_url, redemption)] * CROWD)
        winner, *losers = sorted(answers, key=lambda answer: answer.status_code)
        assert winner.status_code == 200, winner.text
        for answer in losers:
            assert_refused(answer)
        assert_dead(demo, winner.json())
