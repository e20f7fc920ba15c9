"""A refresh token is revoked while its client refreshes (RFC 7009 §2.1)."""

from .aftermath import assert_dead, assert_refused

ROUNDS = 50
REFRESHING = 8


def test_a_revocation_leaves_nothing_alive_of_what_is_being_refreshed(demo, new_tokens, crowd):
    for round_number in range(ROUNDS):
        tokens = new_tokens()
        letters = [(demo.token_url, demo.refreshing(tokens["refresh_token"]))] * REFRESHING
        place = round_number % len(letters)
        letters.insert(place, (demo.revocation_url, demo.revoking(tokens["refresh_token"])))
        answers = crowd.post(*letters)
        assert answers.pop(place).status_code == 200
        given = [tokens, *(answer.json() for answer in answers if answer.ok)]
        for answer in answers:
            if not answer.ok:
                assert_refused(answer)
        for living in {answer["access_token"]: answer for answer in given}.values():
            assert_dead(demo, living)
