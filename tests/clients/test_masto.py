"""masto, as it comes from npm: the library under Elk and Phanpy."""

from functools import partial
from uuid import uuid4

import pytest

SCOPES = ["read", "write", "follow"]
ACTS = {
    "follow": ("following", True),
    "unfollow": ("following", False),
    "block": ("blocking", True),
    "unblock": ("blocking", False),
    "mute": ("muting", True),
    "unmute": ("muting", False),
}


@pytest.fixture
def play(perform):
    return partial(perform, "masto.js")


@pytest.fixture(scope="module")
def signed_in(perform):
    """An application that registered itself, and a token of Alice's for it."""
    return perform("masto.js", "sign_in")


@pytest.fixture
def play_as_alice(play, signed_in):
    return partial(play, accessToken=signed_in["token"]["accessToken"])


def test_it_registers_and_signs_alice_in(signed_in):
    app, token = signed_in["app"], signed_in["token"]
    assert (app["name"], app["website"]) == ("masto", "https://client.example/")
    assert app["scopes"] == SCOPES
    assert app["clientSecretExpiresAt"] == 0
    assert (token["tokenType"], token["scope"]) == ("Bearer", " ".join(SCOPES))
    assert isinstance(token["createdAt"], int)


def test_it_knows_whose_token_it_has_and_that_it_is_its_own(play_as_alice, signed_in):
    told = play_as_alice("verify")
    assert told["username"] == "alice"
    assert told["app"]["id"] == signed_in["app"]["id"]
    assert "clientSecret" not in told["app"]


def test_it_changes_a_profile(play_as_alice):
    note = f"Writes with masto, {uuid4()}"
    assert play_as_alice("introduce", note=note) == note


def test_it_posts_replies_and_deletes(play_as_alice):
    text = f"Sent by masto, {uuid4()}"
    told = play_as_alice("post", text=text)
    assert told["status"]["content"] == f"<p>{text}</p>"
    assert told["status"]["visibility"] == "private"
    assert told["status"]["spoilerText"] == "A warning"
    assert told["status"]["application"]["name"] == "masto"
    assert told["repeated"]["id"] == told["status"]["id"]
    assert [reply["id"] for reply in told["descendants"]] == [told["reply"]["id"]]
    assert told["deleted"]["text"] == text
    assert told["gone"]["statusCode"] == 404


def test_it_follows_blocks_and_mutes(play_as_alice):
    states = play_as_alice("relate", name="chidi")
    assert {act: (name, states[act][name]) for act, (name, _) in ACTS.items()} == ACTS


def test_it_pages_through_a_timeline(play_as_alice):
    pages = play_as_alice("read", pages=3)
    read = [int(status_id) for page in pages for status_id in page]
    assert [len(page) for page in pages] == [3, 3, 3]
    assert read == sorted(set(read), reverse=True)


def test_it_finds_people_and_the_server(demo, play_as_alice):
    told = play_as_alice("search", name="bob")
    assert [account["username"] for account in told["accounts"]] == ["bob"]
    assert told["found"]["id"] == told["accounts"][0]["id"]
    assert f"http://{told['instance']['domain']}" == demo.base_url


def test_it_understands_every_refusal(play, play_as_alice, signed_in):
    reading = play("act_for_itself", app=signed_in["app"])["token"]["accessToken"]
    told = play_as_alice("be_refused", forReading=reading)
    assert {each["name"] for each in told.values()} == {"MastoHttpError"}
    assert {name: (each["statusCode"], each["message"]) for name, each in told.items()} == {
        "stranger": (401, "The access token is invalid"),
        "reader": (403, "This action is outside the authorized scopes"),
        "blank": (422, "Validation failed: Status can't be blank"),
        "nobody": (404, "Record not found"),
        "nameless": (422, "Validation failed: Application name can't be blank"),
    }


def test_an_application_acts_for_itself(play, signed_in):
    told = play("act_for_itself", app=signed_in["app"])
    assert told["token"]["scope"] == "read"
    assert told["app"]["name"] == "masto"
    assert told["account"]["statusCode"] == 422


def test_a_revoked_token_has_ended(play):
    mine = play("sign_in")
    refusal = play("revoke", app=mine["app"], accessToken=mine["token"]["accessToken"])
    assert refusal["statusCode"] == 401
