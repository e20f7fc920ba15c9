"""RFC 7636, RFC 9700 §2.1.1 and §4.8: who redeems a code is who asked for it."""

import hashlib

import pytest

from oauth_provider.models import AuthorizationCode
from tests.browser_session import CHALLENGE, VERIFIER, answer_of, hidden_fields

from .answers import assert_error
from .answers import error_redirect as refused

pytestmark = pytest.mark.django_db

DESKTOP = "http://127.0.0.1/callback"
WEAK = {
    "empty": "",
    "one letter": "a",
    "42 letters": CHALLENGE[:42],
    "44 letters": CHALLENGE + "a",
    "128 letters": "a" * 128,
    "padded": CHALLENGE + "=",
    "base64, not base64url": CHALLENGE[:41] + "+/",
    "hexadecimal digest": hashlib.sha256(VERIFIER.encode()).hexdigest(),
    "blank": " " + CHALLENGE[1:],
    "line feed after": CHALLENGE + "\n",
    "not ASCII": "\u00e9" + CHALLENGE[1:],
    "full-width": "\uff21" + CHALLENGE[1:],
    "four bytes": "\U0001f98a" + CHALLENGE[1:],
    "300 letters": "a" * 300,
}
METHODS = ["plain", "S512", "s256", "S256 ", "SHA256", "none", "\U0001f98a", None, ""]
VERIFIERS = {
    "another one": "x" * 43,
    "the challenge itself": CHALLENGE,
    "42 letters": VERIFIER[:42],
    "129 letters": "a" * 129,
    "one more letter": VERIFIER + "x",
    "other letters": VERIFIER.swapcase(),
    "blank after": VERIFIER + " ",
    "line feed after": VERIFIER + "\n",
    "not ASCII": "\u00e9" * 43,
    "four bytes": "\U0001f98a" * 43,
    "full-width": VERIFIER[:-1] + "\uff4b",
    "10 000 letters": "a" * 10_000,
}


def test_a_public_client_without_a_challenge_is_refused(desktop_session):
    response = desktop_session.ask(code_challenge=None, code_challenge_method=None)
    refused(response, "invalid_request", to=DESKTOP)


def test_a_confidential_client_of_which_it_is_required_is_refused_without(session):
    session.client.is_pkce_required = True
    session.client.save()
    refused(session.ask(code_challenge=None, code_challenge_method=None), "invalid_request")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("who", ["session", "desktop_session"])
def test_every_method_but_s256_is_refused(request, who, method):
    asking = request.getfixturevalue(who)
    response = asking.ask(code_challenge_method=method)
    refused(response, "invalid_request", to=asking.client.redirect_uris[0])


@pytest.mark.parametrize("challenge", WEAK.values(), ids=WEAK)
def test_a_challenge_that_can_be_none_is_refused(desktop_session, challenge):
    refused(desktop_session.ask(code_challenge=challenge), "invalid_request", to=DESKTOP)


def test_a_method_without_a_challenge_is_refused(session):
    refused(session.ask(code_challenge=None), "invalid_request")


@pytest.mark.parametrize("verifier", VERIFIERS.values(), ids=VERIFIERS)
@pytest.mark.parametrize("who", ["session", "desktop_session"])
def test_a_wrong_verifier_redeems_nothing_and_harms_nothing(request, who, verifier):
    asking = request.getfixturevalue(who)
    code = asking.code()
    assert_error(asking.exchange(code, code_verifier=verifier), "invalid_grant")
    assert asking.exchange(code).status_code == 200


@pytest.mark.parametrize("verifier", [None, ""])
@pytest.mark.parametrize("who", ["session", "desktop_session"])
def test_a_missing_verifier_redeems_nothing(request, who, verifier):
    asking = request.getfixturevalue(who)
    response = asking.exchange(asking.code(), code_verifier=verifier)
    assert response.status_code == 400
    assert AuthorizationCode.objects.get().redeemed_at is None


def test_a_verifier_is_not_guessed(desktop_session):
    code = desktop_session.code()
    for number in range(25):
        guess = f"{number:043}"
        assert_error(desktop_session.exchange(code, code_verifier=guess), "invalid_grant")
    assert AuthorizationCode.objects.get().redeemed_at is None


def test_a_verifier_for_a_code_without_a_challenge_is_a_downgrade(session):
    code = session.code(code_challenge=None, code_challenge_method=None)
    assert_error(session.exchange(code), "invalid_grant")
    assert session.exchange(code, code_verifier=None).status_code == 200


def test_the_challenge_cannot_be_stripped_between_page_and_answer(desktop_session):
    page = desktop_session.ask()
    url = f"/oauth/authorize?client_id={desktop_session.client.client_id}&response_type=code"
    form = {**hidden_fields(page.content.decode()), "decision": "allow", "scope": "read"}
    response = desktop_session.browser.post(url, {**form, "code_challenge": ""})
    code = answer_of(response)["code"]
    assert_error(desktop_session.exchange(code, code_verifier="x" * 43), "invalid_grant")
    assert desktop_session.exchange(code).status_code == 200


def test_a_code_injected_into_another_session_is_worthless(desktop_session):
    stolen = desktop_session.code()
    own = "v" * 43
    assert_error(desktop_session.exchange(stolen, code_verifier=own), "invalid_grant")


def test_a_challenge_at_the_token_endpoint_changes_nothing(desktop_session):
    code = desktop_session.code()
    response = desktop_session.exchange(
        code, code_verifier="x" * 43, code_challenge="x" * 43, code_challenge_method="plain"
    )
    assert_error(response, "invalid_grant")
