"""RFC 9700 §4.7 and §4.11, OIDC 3.1.2.1: as whom is answered, and can that be talked around?"""

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import time_machine
from django.core import signing
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.models import AuthorizationCode
from tests.browser_session import Session, answer_of, link_of, next_of

from .answers import (
    AUTHORIZE,
    assert_consent_page,
    assert_nothing_issued,
    assert_page,
    error_redirect,
)

pytestmark = pytest.mark.django_db

SWITCH = "/oauth/authorize/switch"
LOGIN = "/accounts/login/"
FORGED_STAMPS = {
    "nothing": "",
    "rubbish": "rubbish",
    "NUL": "\x00",
    "not ASCII": "\u00e9:\U0001f98a:x",
    "long": "a" * 20_000,
    "signed by another part of the site": signing.dumps({"asked_at": "2020-01-01T00:00:00+00:00"}),
}
DEMANDS = [{"prompt": "login"}, {"prompt": "select_account"}, {"max_age": "0"}]


@pytest.fixture
def known(session):
    """Alice, who has allowed the client what it asks for."""
    session.tokens()
    AuthorizationCode.objects.all().delete()
    return session


@pytest.fixture
def strict(session):
    """The same session in a browser whose CSRF protection is on, as in service."""
    return Session(session.client, session.user, Browser(enforce_csrf_checks=True))


def is_signed_in(session):
    return "_auth_user_id" in session.browser.session


def stamped(session, stamp, **changes):
    return session.browser.get(AUTHORIZE, {**session.request(**changes), "stamp": stamp})


def stamp_in(address):
    return dict(parse_qsl(urlsplit(address).query))["stamp"]


def assert_asked_for_more(response):
    """To the login page, or a page that asks: not to the client."""
    assert response.status_code in {200, 302, 400}
    assert "client.example" not in response.get("Location", "").split("?")[0]
    assert not AuthorizationCode.objects.exists()


# --- the button that signs out ---


def test_using_another_account_signs_out_and_comes_back_to_the_very_request(strict):
    response = strict.switch(strict.ask(state="a b&c"))
    assert not is_signed_in(strict)
    assert response["Location"].startswith(LOGIN)
    back = urlsplit(next_of(response))
    assert back.path == AUTHORIZE
    assert dict(parse_qsl(back.query)) == strict.request(state="a b&c")


def test_nobody_is_signed_out_by_another_site(strict):
    query = urlencode(strict.request())
    assert strict.browser.post(f"{SWITCH}?{query}").status_code == 403
    assert strict.browser.get(f"{SWITCH}?{query}").status_code == 405
    assert is_signed_in(strict)


def test_its_csrf_protection_does_not_hang_on_the_sites_middleware(strict, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "Csrf" not in name]
    assert strict.browser.post(f"{SWITCH}?{urlencode(strict.request())}").status_code == 403
    assert is_signed_in(strict)


@pytest.mark.parametrize(
    "extra",
    [
        "next=https://evil.example/",
        "//evil.example/",
        "https://evil.example/",
        "\\\\evil.example",
        "@evil.example/",
        "#@evil.example",
        "?next=//evil.example",
        "redirect_to=https://evil.example",
    ],
)
def test_it_leads_to_no_other_site(session, extra):
    query = f"{urlencode(session.request())}&{extra}"
    location = session.browser.post(f"{SWITCH}?{query}")["Location"]
    assert location.startswith(f"{LOGIN}?next=/oauth/authorize%3F")
    assert session.browser.get(f"{SWITCH}?{extra}").status_code == 405
    bare = session.browser.post(f"{SWITCH}?{extra}")["Location"]
    assert bare.startswith(f"{AUTHORIZE}?")


@pytest.mark.parametrize(
    "fault",
    [{"client_id": "nope"}, {"redirect_uri": "https://evil.example/"}, {"scope": "bogus"}],
    ids=str,
)
def test_nobody_is_signed_out_for_a_request_that_cannot_be_answered(session, fault):
    response = session.browser.post(f"{SWITCH}?{urlencode(session.request(**fault))}")
    assert response["Location"].startswith(f"{AUTHORIZE}?")
    assert is_signed_in(session)


@pytest.mark.parametrize("query", ["%", "x=%ff", "&x=1" * 2000, "x=" + "a" * 100_000])
def test_an_unreadable_request_signs_nobody_out(session, query):
    assert_page(session.browser.post(SWITCH, QUERY_STRING=query))
    assert is_signed_in(session)


@pytest.mark.parametrize("prompt", [None, "login"])
def test_a_request_that_no_login_page_could_lead_back_to_gets_a_page(session, prompt):
    session.browser.logout()
    response = session.ask(prompt=prompt, state="\U0001f98a" * 2000)
    assert_page(response)
    assert "too long" in response.content.decode()


def test_what_the_first_user_was_shown_says_nothing_to_the_next(session, bob):
    page = session.ask()
    asked = session.sign_in(session.switch(page), "bob")
    assert "bob" in asked.content.decode()
    assert "code=" not in session.decide(page).get("Location", "")
    assert_nothing_issued()
    session.decide(asked)
    assert AuthorizationCode.objects.get().grant.user == bob


# --- a new login ---


@pytest.mark.parametrize("demand", DEMANDS, ids=str)
@pytest.mark.parametrize("forged", FORGED_STAMPS.values(), ids=FORGED_STAMPS)
def test_a_forged_stamp_proves_nothing(known, demand, forged):
    assert_asked_for_more(stamped(known, forged, **demand))


@pytest.mark.parametrize("demand", DEMANDS, ids=str)
def test_a_stamp_is_no_login(known, demand):
    """The user only goes where the login page would have led, without signing in."""
    browser = Browser()
    back = next_of(browser.get(AUTHORIZE, known.request(**demand)))
    assert_asked_for_more(known.browser.get(back))


def test_an_old_stamp_of_the_same_request_is_worth_nothing_after_its_time(known, settings):
    back = next_of(known.ask(prompt="login"))
    later = timezone.now() + settings.SESSION_COOKIE_AGE * timedelta(seconds=1) / 2
    with time_machine.travel(later):
        known.browser.force_login(known.user)
        assert_asked_for_more(known.browser.get(back))


@pytest.mark.parametrize("change", [{"state": "other"}, {"scope": "read"}, {"max_age": "0"}])
def test_the_stamp_of_one_request_is_worth_nothing_for_another(known, change):
    stamp = stamp_in(next_of(known.ask(prompt="login")))
    known.browser.force_login(known.user)
    assert "code" in answer_of(stamped(known, stamp, prompt="login"))
    AuthorizationCode.objects.all().delete()
    assert_asked_for_more(stamped(known, stamp, prompt="login", **change))


def test_a_choice_is_worth_nothing_in_place_of_a_login(known):
    chosen = stamp_in(link_of(known.ask(prompt="select_account"), "Continue as"))
    assert_asked_for_more(stamped(known, chosen, prompt="login"))
    both = link_of(known.ask(prompt="select_account", max_age="10"), "Continue as")
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert_asked_for_more(known.browser.get(both))


def test_one_users_choice_is_worth_nothing_to_another(known, bob):
    chosen = link_of(known.ask(prompt="select_account"), "Continue as")
    other = Session(known.client, bob)
    other.decide(other.ask())
    AuthorizationCode.objects.all().delete()
    assert_asked_for_more(other.browser.get(chosen))


def test_two_stamps_are_no_better_than_one(known):
    address = next_of(known.ask(prompt="login"))
    assert_asked_for_more(known.browser.get(f"{address}&stamp={stamp_in(address)}"))


def test_a_site_without_logins_of_its_own_is_not_asked_for_sessions(known):
    """Sessions from before this app was installed do not know when they began."""
    session = known.browser.session
    session.pop("oauth_provider_auth_time")
    session.save()
    assert "code" in answer_of(known.ask())
    assert known.ask(max_age="1000000")["Location"].startswith(LOGIN)
    assert "code" in answer_of(known.sign_in(known.ask(max_age="1000000")))


# --- no page at all ---


def test_only_a_registered_address_is_told_that_nobody_is_signed_in(session):
    stranger = Session(session.client)
    error_redirect(stranger.ask(prompt="none"), "login_required")
    assert_page(stranger.ask(prompt="none", redirect_uri="https://evil.example/"))
    assert_page(stranger.ask(prompt="none", client_id="nope"))


@pytest.mark.parametrize("prompt", [None, "", "login", "consent", "nonexistent"])
def test_a_stranger_is_not_sent_away_by_an_error_unless_pages_are_forbidden(session, prompt):
    stranger = Session(session.client)
    bounced = stranger.ask(prompt=prompt, scope="bogus")
    assert bounced["Location"].startswith(LOGIN)
    error_redirect(stranger.ask(prompt="none", scope="bogus"), "invalid_scope")
    error_redirect(stranger.ask(prompt="none login"), "invalid_request")


@pytest.mark.parametrize("name", ["prompt", "max_age", "force_login", "approval_prompt"])
def test_a_demand_that_is_repeated_is_named(session, name):
    pairs = [*session.request(**{name: "none"}).items(), (name, "none")]
    response = session.browser.get(AUTHORIZE, QUERY_STRING=urlencode(pairs))
    assert name in error_redirect(response, "invalid_request")["error_description"]


@pytest.mark.parametrize("name", ["prompt", "max_age", "force_login", "approval_prompt", "stamp"])
@pytest.mark.parametrize("value", ["\x00", "\u202e", "'\"><script>", "9" * 5000, "%ff", "[]"])
def test_no_demand_breaks_the_page(session, name, value):
    session.browser.raise_request_exception = False
    response = session.ask(**{name: value})
    assert response.status_code in {200, 302, 400}
    assert b"<script>" not in response.content
    assert_nothing_issued()


def test_the_pages_before_the_question_are_guarded_like_it(known):
    page = known.ask(prompt="select_account")
    again = known.browser.get(next_of(known.ask(prompt="login")))
    for response in (page, again):
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["Cache-Control"] == "no-store"
        assert response["X-Frame-Options"] == "DENY"


def test_the_question_comes_after_the_login_and_not_before(session):
    assert session.ask(prompt="login consent")["Location"].startswith(LOGIN)
    assert_consent_page(session.sign_in(session.ask(prompt="login consent")))
