import pytest

from oauth_provider.domain import pkce
from tests.browser_session import CHALLENGE, VERIFIER


def test_the_vector_of_rfc_7636_appendix_b_matches():
    assert pkce.challenge_of(VERIFIER) == CHALLENGE
    assert pkce.matches(VERIFIER, CHALLENGE)


@pytest.mark.parametrize(
    "verifier",
    ["", "a" * 42, "a" * 129, VERIFIER[:-1] + "é", VERIFIER + "\n", CHALLENGE, "a" * 43],
)
def test_no_other_verifier_matches(verifier):
    assert not pkce.matches(verifier, CHALLENGE)


@pytest.mark.parametrize("length", [43, 64, 128])
def test_a_verifier_of_any_allowed_length_matches_its_challenge(length):
    verifier = ("aZ09-._~" * 16)[:length]
    assert pkce.matches(verifier, pkce.challenge_of(verifier))


@pytest.mark.parametrize(
    "value", ["", "a" * 42, "a" * 44, "é" * 43, "a" * 42 + "=", "a" * 42 + " "]
)
def test_a_challenge_is_43_characters_of_base64url(value):
    assert not pkce.is_challenge(value)
    assert pkce.is_challenge(CHALLENGE)
