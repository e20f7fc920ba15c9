"""RFC 9700 §4.11: the login that stands before the consent page, as the example has it."""

import pytest
from django.test import Client as Browser

from .answers import AUTHORIZE, assert_page

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
CREDENTIALS = {"username": "alice", "password": "correct horse battery staple"}
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "\\\\evil.example/",
    "/\\evil.example/",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "/\t/evil.example/",
    " https://evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "\x08https://evil.example/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_login_leads_to_no_other_site(alice, target):
    response = Browser().post(LOGIN, {**CREDENTIALS, "next": target})
    assert response.status_code == 302
    assert response["Location"] == "/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_logout_leads_to_no_other_site(alice, target):
    browser = Browser()
    browser.force_login(alice)
    response = browser.post("/accounts/logout/", {"next": target})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_nobody_is_logged_out_by_a_link(alice):
    browser = Browser()
    browser.force_login(alice)
    assert browser.get("/accounts/logout/").status_code == 405
    assert "_auth_user_id" in browser.session


def test_a_login_leads_back_to_the_request(session):
    browser = Browser()
    login = browser.get(AUTHORIZE, session.request())["Location"]
    back = browser.post(login, CREDENTIALS)["Location"]
    assert back.startswith(f"{AUTHORIZE}?response_type=code&")
    assert browser.get(back).status_code == 200


def test_a_session_that_an_attacker_planted_is_not_the_victims(alice):
    browser = Browser()
    planted = browser.session
    planted["mark"] = "evil"
    planted.save()
    browser.cookies["sessionid"] = planted.session_key
    browser.post(LOGIN, CREDENTIALS)
    assert browser.cookies["sessionid"].value != planted.session_key
    stale = Browser()
    stale.cookies["sessionid"] = planted.session_key
    assert "_auth_user_id" not in stale.session


@pytest.mark.parametrize(
    "fault", [{"client_id": "nope"}, {"redirect_uri": "https://evil.example/"}], ids=str
)
def test_nobody_is_asked_to_log_in_for_a_request_that_cannot_succeed(session, fault):
    assert_page(Browser().get(AUTHORIZE, session.request(**fault)))


def test_a_session_ends_with_its_users_password(session):
    session.user.set_password("another one")
    session.user.save()
    assert session.ask()["Location"].startswith(LOGIN)
