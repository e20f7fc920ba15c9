"""Refresh tokens, used by many at once (RFC 6749 §6, RFC 9700 §4.14.2)."""

from .aftermath import assert_alive, without_countdown
from .conftest import CROWD

ROUNDS = 50
FAMILIES = 16


def test_a_token_refreshed_by_many_at_once_gives_all_of_them_one_successor(demo, new_tokens, crowd):
    tokens = new_tokens()
    for _ in range(ROUNDS):
        refreshing = demo.refreshing(tokens["refresh_token"])
        answers = crowd.post(*[(demo.token_url, refreshing)] * CROWD)
        assert {answer.status_code for answer in answers} == {200}
        first, *others = (without_countdown(answer.json()) for answer in answers)
        assert all(other == first for other in others)
        assert first["refresh_token"] != tokens["refresh_token"]
        assert_alive(demo, first)
        tokens = first


def test_families_refreshed_at_the_same_time_do_not_hinder_each_other(demo, new_tokens, crowd):
    families = [new_tokens() for _ in range(FAMILIES)]
    for _ in range(ROUNDS):
        refreshing = [demo.refreshing(tokens["refresh_token"]) for tokens in families]
        answers = crowd.post(*[(demo.token_url, form) for form in refreshing])
        assert {answer.status_code for answer in answers} == {200}
        families = [answer.json() for answer in answers]
        assert len({tokens["access_token"] for tokens in families}) == FAMILIES
    for tokens in families:
        assert_alive(demo, tokens)
