"""OpenID Connect Core §3.1.2.1: what a client can ask to happen before it is answered."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from oauth_provider.domain.redirect_uri import OUT_OF_BAND
from oauth_provider.models import AuthorizationCode, Grant
from tests.browser_session import Session, answer_of, link_of, next_of
from tests.factories import ClientFactory, PublicClientFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/?next="


@pytest.fixture
def known(session):
    """Alice, who has allowed the client what it asks for."""
    session.tokens()
    return session


@pytest.fixture
def stranger(web):
    """A browser in which nobody is signed in."""
    return Session(web)


def is_consent_page(response):
    return response.status_code == 200 and b'name="decision"' in response.content


def is_login(response):
    return response.status_code == 302 and response["Location"].startswith(LOGIN)


# --- prompt=none ---


def test_none_answers_at_once_where_everything_is_known(known):
    assert "code" in answer_of(known.ask(prompt="none"))


def test_none_says_that_the_user_must_sign_in(stranger):
    answer = answer_of(stranger.ask(prompt="none"))
    assert answer["error"] == "login_required"
    assert answer["error_description"]
    assert answer["state"] == "xyz"
    assert answer["iss"] == "http://testserver"


def test_none_says_that_the_user_must_agree(session):
    answer = answer_of(session.ask(prompt="none"))
    assert answer["error"] == "consent_required"


def test_none_says_that_the_user_must_agree_to_more(known):
    answer = answer_of(known.ask(prompt="none", scope="read follow"))
    assert answer["error"] == "consent_required"


def test_none_says_that_the_login_is_too_old(known):
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert answer_of(known.ask(prompt="none", max_age="60"))["error"] == "login_required"
        assert "code" in answer_of(known.ask(prompt="none", max_age="600"))


def test_none_is_enough_for_a_first_party_client(alice):
    session = Session(PublicClientFactory(is_first_party=True), alice)
    assert "code" in answer_of(session.ask(prompt="none"))


@pytest.mark.parametrize(
    "other",
    [
        {"prompt": "none login"},
        {"prompt": "consent none"},
        {"prompt": "none", "force_login": "true"},
        {"prompt": "none", "approval_prompt": "force"},
    ],
    ids=str,
)
def test_none_goes_with_nothing_else(known, stranger, other):
    for session in (known, stranger):
        assert answer_of(session.ask(**other))["error"] == "invalid_request"


def test_a_client_without_a_redirect_uri_is_told_on_a_page(alice):
    session = Session(PublicClientFactory(redirect_uris=[OUT_OF_BAND]), alice)
    response = session.ask(prompt="none")
    assert response.status_code == 400
    assert "consent_required" in response.content.decode()


# --- prompt=consent, approval_prompt=force ---


@pytest.mark.parametrize("wish", [{"prompt": "consent"}, {"approval_prompt": "force"}], ids=str)
def test_consent_is_asked_for_again_where_the_client_wants_that(known, wish):
    page = known.ask(**wish)
    assert is_consent_page(page)
    assert "code" in answer_of(known.decide(page))


@pytest.mark.parametrize("wish", [{"prompt": "consent"}, {"approval_prompt": "force"}], ids=str)
def test_consent_is_asked_for_also_by_a_first_party_client_that_wants_it(alice, wish):
    session = Session(ClientFactory(is_first_party=True), alice)
    assert is_consent_page(session.ask(**wish))


def test_an_approval_prompt_of_auto_is_what_happens_anyway(known, desktop_session):
    assert known.ask(approval_prompt="auto").status_code == 302
    desktop_session.tokens()
    assert is_consent_page(desktop_session.ask(approval_prompt="auto"))


@pytest.mark.parametrize(
    "nonsense",
    [
        {"approval_prompt": "maybe"},
        {"prompt": "create"},
        {"prompt": "Login"},
        {"max_age": "-1"},
        {"max_age": "soon"},
    ],
    ids=str,
)
def test_nonsense_is_an_invalid_request_that_says_what_to_mend(known, nonsense):
    answer = answer_of(known.ask(**nonsense))
    assert answer["error"] == "invalid_request"
    assert answer["error_description"]


# --- prompt=login, max_age, force_login ---


@pytest.mark.parametrize(
    "wish",
    [{"prompt": "login"}, {"prompt": "login consent"}, {"max_age": "0"}],
    ids=str,
)
def test_a_new_login_is_asked_for_once(known, wish):
    response = known.ask(**wish)
    assert is_login(response)
    back = known.sign_in(response)
    if is_consent_page(back):
        back = known.decide(back)
    assert "code" in answer_of(back)


@pytest.mark.parametrize("wish", [{"prompt": "login"}, {"max_age": "0"}], ids=str)
def test_somebody_who_is_not_signed_in_signs_in_once(known, stranger, wish):
    assert "code" in answer_of(stranger.sign_in(stranger.ask(**wish)))


@pytest.mark.parametrize("yes", ["true", "True", "1", "t", "on"])
def test_force_login_shows_the_page_to_who_was_asked_before_as_in_mastodon(known, yes):
    page = known.ask(force_login=yes)
    assert is_consent_page(page)
    assert "Use another account" in page.content.decode()
    assert "code" in answer_of(known.decide(page))


@pytest.mark.parametrize("no", ["false", "False", "FALSE", "0", "f", "off", "None", ""])
def test_a_force_login_that_says_no_is_no(known, no):
    assert "code" in answer_of(known.ask(force_login=no))


def test_a_login_that_is_young_enough_is_not_repeated(known):
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert "code" in answer_of(known.ask(max_age="180"))
        assert is_login(known.ask(max_age="60"))


def test_a_login_in_another_browser_makes_this_one_no_younger(known, alice):
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        Session(known.client, alice)  # signs in
        alice.refresh_from_db()
        assert timezone.now() - alice.last_login < timedelta(minutes=1)
        assert is_login(known.ask(max_age="60"))


def test_the_login_may_take_longer_than_max_age(known):
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=2)):
        page = known.sign_in(known.ask(max_age="1", prompt="consent"))
    with time_machine.travel(now + timedelta(minutes=3)):
        assert "code" in answer_of(known.decide(page))


def test_another_user_can_be_the_one_who_signs_in(known, bob):
    page = known.sign_in(known.ask(prompt="login"), "bob")
    assert is_consent_page(page)
    assert "bob" in page.content.decode()
    known.decide(page)
    assert AuthorizationCode.objects.latest("id").grant.user == bob


def test_a_login_page_that_lets_people_through_ends_no_browser_in_a_loop(known):
    """As Django's own one does with ``redirect_authenticated_user=True``."""
    back = known.browser.get(next_of(known.ask(prompt="login")))
    assert back.status_code == 200
    assert not is_consent_page(back)
    assert "Sign in again" in back.content.decode()


def test_whoever_was_let_through_signs_out_and_in_again(known):
    page = known.browser.get(next_of(known.ask(prompt="login")))
    assert "code" in answer_of(known.sign_in(known.switch(page)))


def test_the_grant_remembers_when_this_browser_signed_in(known, alice):
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        Session(known.client, alice)  # elsewhere
        known.code()
    assert Grant.objects.latest("id").authenticated_at < timezone.now()


# --- prompt=select_account ---


def test_an_account_is_chosen_although_everything_is_known(known):
    page = known.ask(prompt="select_account")
    text = page.content.decode()
    assert page.status_code == 200
    assert not is_consent_page(page)
    assert "Continue as" in text
    assert "alice" in text
    assert "Use another account" in text


def test_going_on_with_the_same_account(known):
    page = known.ask(prompt="select_account")
    assert "code" in answer_of(known.browser.get(link_of(page, "Continue as")))


def test_going_on_with_the_same_account_leads_to_the_question_if_there_is_one(session):
    page = session.browser.get(link_of(session.ask(prompt="select_account"), "Continue as"))
    assert is_consent_page(page)
    assert "code" in answer_of(session.decide(page))


def test_using_another_account(known, bob):
    page = known.ask(prompt="select_account")
    asked = known.sign_in(known.switch(page), "bob")
    assert is_consent_page(asked)
    known.decide(asked)
    assert AuthorizationCode.objects.latest("id").grant.user == bob


def test_whoever_signs_in_for_the_request_has_chosen(known, stranger):
    assert "code" in answer_of(stranger.sign_in(stranger.ask(prompt="select_account")))


def test_all_wishes_at_once_end_in_an_answer(known):
    page = known.sign_in(known.ask(prompt="select_account login consent", max_age="0"))
    assert is_consent_page(page)
    assert "code" in answer_of(known.decide(page))


def test_what_can_be_asked_for_is_announced(client):
    document = client.get("/.well-known/oauth-authorization-server").json()
    assert set(document["prompt_values_supported"]) == {
        "none",
        "login",
        "consent",
        "select_account",
    }


def test_answering_silently_costs_no_more_than_ever(known, measure):
    with measure() as cost:
        assert "code" in answer_of(known.ask(prompt="none", max_age="600"))
    assert (cost.queries, cost.writes) == (2 + 4, 2)
