"""One step from sound, and far from it: never a fault of ours, and nothing given away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_provider.models import Client
from tests.browser_session import bearer
from tests.factories import UserFactory

from . import budget, description, oracle
from . import world as worlds
from .mutation import Mutator
from .world import undone

pytestmark = pytest.mark.django_db

TOKEN = "/oauth/token"
TIMES = [1, 1, 1, 2, 3]  # most requests have one fault


def draw(data, letters, known):
    """A sound letter by its name, and what became of it."""
    mutator = Mutator(data.draw, known)
    name = mutator.one_of(sorted(letters))
    return name, letters[name], mutator.changed(letters[name], mutator.one_of(TIMES))


def send(part, letter, browser, world):
    """Send it, and see that whatever comes back is harmless."""
    response = letter.send(browser)
    budget.count(part, response.status_code)
    oracle.assert_calm(letter, response)
    oracle.assert_nothing_leaks(letter, response, world)
    oracle.assert_ours(letter, response)
    oracle.assert_cors(letter, response)
    return response


def is_misled(letter, sound):
    """It went to another path or host, where pages may answer."""
    return letter.path not in {sound.path, f"{sound.path}/"} or "Host" in dict(letter.headers)


@budget.examples("protocol", each=1)
@given(data=st.data())
def test_programs_get_json_and_nothing_that_is_not_theirs(world, data):
    name, sound, letter = draw(data, world.letters(worlds.protocol), world.known)
    with undone():
        codes, access, refresh = world.issued
        response = send("protocol", letter, world.browser(signed_in=False), world)
        if not is_misled(letter, sound):
            oracle.assert_json(letter, response)
        told = response.status_code == 200 and letter.path.startswith(TOKEN)
        now = oracle.issued()
        assert now[0] == codes
        assert now[1] - access <= told, letter
        assert now[2] - refresh <= told, letter
        if told:
            oracle.assert_families()
        if sound.path == TOKEN and response.status_code != 200 and name != "repeat":
            again = send("protocol", sound, world.browser(signed_in=False), world)
            assert again.status_code == 200, (letter, again.content)


@budget.examples("registration")
@given(data=st.data())
def test_whoever_registers_gets_json_and_no_privileges(world, data):
    _, sound, letter = draw(data, world.letters(worlds.registration), world.known)
    with undone():
        response = send("registration", letter, world.browser(signed_in=False), world)
        if not is_misled(letter, sound):
            oracle.assert_json(letter, response)
        for client in Client.objects.filter(is_self_registered=True):
            assert not client.is_first_party
            assert not client.is_resource_server
            assert client.owner_id is None


@budget.examples("pages")
@given(data=st.data())
def test_browsers_are_sent_nowhere_and_agree_to_nothing_unasked(world, data):
    name, _, letter = draw(data, world.letters(worlds.pages), world.known)
    with undone():
        before = world.issued
        response = send("pages", letter, world.browser(signed_in="stranger" not in name), world)
        now = oracle.issued()
        assert now[1:] <= before[1:]
        if now[0] > before[0]:
            assert "code=" in response["Location"], letter
            oracle.assert_codes_are_meant(before[0])


@pytest.fixture
def operations(world):
    """The microblog's API as it describes itself, for alice and what she wrote."""
    token, browser = world.held["web access"], world.browser(signed_in=False)
    posted = browser.post("/api/v1/statuses", {"status": "x"}, headers=bearer(token)).json()
    ids = {"account_id": str(UserFactory(username="bob").pk), "status_id": posted["id"]}
    return description.operations(browser, ids)


@budget.examples("api")
@given(data=st.data())
def test_an_api_answers_in_json_whoever_asks(world, operations, data):
    mutator = Mutator(data.draw, world.known)
    sound = operations[mutator.one_of(sorted(operations))]
    token = mutator.one_of(["web access", "desktop access", "service access", "web refresh"])
    letter = mutator.changed(
        description.with_token(sound, world.held[token]), mutator.one_of(TIMES)
    )
    with undone():
        response = send("api", letter, world.browser(), world)
        if not is_misled(letter, sound):
            oracle.assert_json_of_api(letter, response)
