"""Auth.js and its Mastodon provider, as they come from npm."""

from functools import partial

import pytest

ORIGIN = "http://localhost:3000"


@pytest.fixture
def play(perform, register):
    """Scenes at a site that is a client of the demo."""
    client = register(f"{ORIGIN}/auth/callback/mastodon", ["read"])
    return partial(perform, "auth_js.js", client=client, origin=ORIGIN)


def test_alice_signs_in_with_mastodon(play):
    told = play("sign_in")
    assert told["asked"]["code_challenge_method"] == "S256"
    assert told["landed"] == ORIGIN
    assert told["user"]["name"] == "alice"
    assert told["user"]["image"].endswith("/avatars/alice.svg")


def test_alice_who_denied_it_is_not_signed_in(play):
    told = play("sign_in", decision="deny")
    assert told["landed"] == f"{ORIGIN}/auth/signin?error=OAuthCallbackError"
    assert told["user"] is None
