"""RFC 9700 §4.2 and §4.16: what the pages of the authorization endpoint let others see and do."""

import re

import pytest
from django.test import Client as Browser

from oauth_provider.domain.redirect_uri import OUT_OF_BAND
from oauth_provider.models import Scope
from oauth_provider.models.scope import forget_registry
from tests.browser_session import Session
from tests.factories import ClientFactory, PublicClientFactory

from .answers import AUTHORIZE

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
NATIVE = "/oauth/authorize/native"


@pytest.fixture
def pages(session):
    """Each page there is: consent, error, code to copy, and no code to copy."""
    session.client.redirect_uris = [*session.client.redirect_uris, OUT_OF_BAND]
    session.client.save()
    to_copy = session.decide(session.ask(redirect_uri=OUT_OF_BAND))["Location"]
    return [
        session.ask(scope="follow"),
        session.ask(redirect_uri="https://evil.example/"),
        session.browser.get(to_copy),
        session.browser.get(NATIVE),
    ]


@pytest.fixture
def bare(settings):
    """A site without the middleware that guards pages."""
    guards = ("SecurityMiddleware", "XFrameOptionsMiddleware", "CommonMiddleware")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith(guards)]


def policy_of(page):
    parts = page["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.usefixtures("bare")
def test_no_page_can_be_framed_whatever_the_site_forgets(pages):
    for page in pages:
        assert policy_of(page)["frame-ancestors"] == "'none'"
        assert page["X-Frame-Options"] == "DENY"


@pytest.mark.usefixtures("bare")
def test_no_page_is_kept_or_tells_where_it_came_from(pages):
    for page in pages:
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert page["Cross-Origin-Opener-Policy"] == "same-origin"
        assert page["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("bare")
def test_no_page_runs_what_is_written_into_it(pages):
    for page in pages:
        policy = policy_of(page)
        assert policy["default-src"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert "unsafe" not in page["Content-Security-Policy"]
        assert not re.search(rb"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", page.content)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("decision", ["allow", "deny"])
def test_no_redirect_with_an_answer_is_kept_or_tells_where_it_came_from(session, decision):
    response = session.decide(session.ask(), decision)
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("name", [SCRIPT, '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}", "'"])
def test_the_name_of_a_client_is_text(session, name):
    session.client.name = name
    session.client.save()
    Scope.objects.filter(name="read").update(title=name, description=name)
    forget_registry()
    page = session.ask().content.decode()
    assert SCRIPT not in page
    assert "<img" not in page
    assert "14" not in re.sub(r'(value|action)="[^"]*"', "", page)


@pytest.mark.parametrize("name", ["state", "scope", "redirect_uri", "client_id", "response_type"])
def test_what_a_request_says_is_text_on_the_page(session, name):
    response = session.ask(**{name: f"{SCRIPT}'\"><b>"})
    assert SCRIPT.encode() not in response.content
    assert b"<b>" not in response.content


def test_what_a_registered_redirect_uri_says_is_text_on_the_page(alice):
    uri = "https://client.example/callback?x='&y=&lt;b&gt;"
    page = Session(ClientFactory(redirect_uris=[uri]), alice).ask().content.decode()
    assert "&#x27;&amp;y=&amp;lt;b&amp;gt;" in page


@pytest.mark.parametrize("code", [SCRIPT, "oac" + "a" * 49, "x" * 100_000, "\x00", "\U0001f98a"])
def test_the_page_for_copying_shows_nothing_but_codes(session, code):
    response = session.browser.get(NATIVE, {"code": code})
    assert response.status_code == 400
    assert b"authorization_code" not in response.content
    assert code.encode() not in response.content


@pytest.mark.parametrize("who", ["another user", "nobody"])
def test_a_code_is_not_shown_to_whom_it_was_not_issued(session, bob, who):
    """Copied from an attacker's link, it would sign the victim's application in as the attacker."""
    session.client.redirect_uris = [OUT_OF_BAND]
    session.client.save()
    address = session.decide(session.ask())["Location"]
    assert session.browser.get(address).status_code == 200
    victim = Browser()
    if who == "another user":
        victim.force_login(bob)
    assert "authorization_code" not in victim.get(address).content.decode()


def test_the_page_says_who_asks_for_whom_and_where_the_answer_goes(session):
    page = session.ask().content.decode()
    assert session.client.name in page
    assert "alice" in page
    assert "https://client.example/callback" in page


def test_the_page_does_not_pretend_to_know_where_a_private_scheme_leads(alice):
    session = Session(PublicClientFactory(redirect_uris=["com.bank.app:/callback"]), alice)
    assert b"com.bank.app:/callback" in session.ask().content


def test_an_error_page_offers_no_way_to_the_address_it_refused(session):
    page = session.ask(redirect_uri="https://evil.example/")
    assert b"evil.example" not in page.content
    assert "Refresh" not in page


@pytest.mark.parametrize("path", [AUTHORIZE, NATIVE])
def test_no_page_is_readable_across_origins(session, path):
    response = session.browser.get(path, session.request(), headers={"Origin": "https://a.example"})
    assert "Access-Control-Allow-Origin" not in response
