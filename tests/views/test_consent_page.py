"""What the consent page says: who asks, as whom one would answer, for what, and where it leads."""

import re

import pytest

from oauth_provider.domain.redirect_uri import OUT_OF_BAND
from oauth_provider.models import Scope
from oauth_provider.models.scope import forget_registry
from tests.browser_session import Session
from tests.consent_page import text_of
from tests.factories import ClientFactory, PublicClientFactory, UserFactory

pytestmark = pytest.mark.django_db

LOGO = "https://img.example/logo.png"


def policy_of(page):
    parts = page["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def change(name, **fields):
    Scope.objects.filter(name=name).update(**fields)
    forget_registry()


def ask(client, user, **changes):
    return Session(client, user).ask(**changes)


# --- who asks ---


def test_it_names_the_application_and_the_account(session):
    text = text_of(session.ask())
    assert f"Allow {session.client.name} to use your account?" in text
    assert "You are signed in as alice" in text


def test_it_links_to_the_applications_website_by_its_host(alice):
    page = ask(ClientFactory(client_uri="https://diary.example/about?x=1"), alice)
    assert '<a href="https://diary.example/about?x=1"' in page.content.decode()
    assert "diary.example" in text_of(page)


NO_WEBSITES = [
    "javascript:alert(1)",
    "javascript://diary.example/%0aalert(1)",
    "data:text/html,x",
    "http://[broken",
    "/x",
]


@pytest.mark.parametrize("uri", NO_WEBSITES)
def test_it_links_to_nothing_that_is_no_website(alice, uri):
    page = ask(ClientFactory(client_uri=uri), alice)
    assert uri not in page.content.decode()


def test_it_says_who_registered_the_application(alice):
    owner = UserFactory(username="maria")
    assert "registered by maria" in text_of(ask(ClientFactory(owner=owner), alice))
    assert "registered by" not in text_of(ask(ClientFactory(), alice))


def test_it_tells_nobody_an_e_mail_address(alice):
    owner = UserFactory(username="maria@home.example")
    assert "maria" not in text_of(ask(ClientFactory(owner=owner), alice))


def test_it_says_whether_somebody_here_knows_who_is_behind_it(alice):
    verified = text_of(ask(ClientFactory(is_verified=True), alice))
    assert "Verified" in verified
    assert "Nobody here has checked" not in verified
    unverified = text_of(ask(ClientFactory(), alice))
    assert "Verified" not in unverified
    assert "Nobody here has checked who is behind it." in unverified


def test_a_logo_stands_before_the_monogram_and_learns_nothing(alice):
    page = ask(ClientFactory(name="diary", logo_uri=LOGO), alice)
    image = re.search(r"<img[^>]*>", page.content.decode())[0]
    assert f'src="{LOGO}"' in image
    assert 'alt=""' in image
    assert 'referrerpolicy="no-referrer"' in image
    assert '<span class="monogram" aria-hidden="true">D</span>' in page.content.decode()


def test_the_page_may_fetch_the_logo_and_nothing_else_from_elsewhere(alice):
    page = ask(ClientFactory(logo_uri=LOGO), alice)
    assert policy_of(page)["img-src"] == "'self' https://img.example"
    for name in ("default-src", "script-src", "style-src"):
        assert "img.example" not in policy_of(page)[name]


def test_each_page_may_fetch_its_own_logo_alone(alice):
    with_logo, without = ClientFactory(logo_uri=LOGO), ClientFactory()
    ask(with_logo, alice)
    assert policy_of(ask(without, alice))["img-src"] == "'self'"


@pytest.mark.parametrize(
    "uri",
    [
        "http://img.example/logo.png",
        "https://img.example; script-src 'unsafe-inline'/x",
        "https://img.example *",
        "javascript:alert(1)",
        "data:image/svg+xml,<svg/>",
        "https://*/x",
    ],
)
def test_a_logo_that_is_no_plain_https_address_is_left_out(alice, uri):
    page = ask(ClientFactory(logo_uri=uri), alice)
    assert "<img" not in page.content.decode()
    assert policy_of(page)["img-src"] == "'self'"
    assert "unsafe" not in page["Content-Security-Policy"]


# --- what it asks for ---


def test_what_is_asked_stands_there_in_words(session):
    change("read", title="Look around", description="At all of it.")
    text = text_of(session.ask())
    assert "It will be able to:" in text
    assert "Look around At all of it." in text


def test_the_words_are_in_the_readers_language(session):
    change("read", translations={"de": {"title": "Alles lesen", "group": "Lesen"}})
    page = session.browser.get(
        "/oauth/authorize", session.request(scope="read"), headers={"Accept-Language": "de"}
    )
    assert "Alles lesen" in text_of(page)
    assert "Lesen" in text_of(page)


def test_whatever_a_scope_includes_can_be_read(session):
    change("read:search", title="Search for you")
    page = session.ask(scope="read")
    includes = page.content.decode().split("<details>")[1].split("</details>")[0]
    assert "What this includes" in includes
    assert "Search for you" in includes
    assert "<details>" not in session.ask(scope="read:search").content.decode()


def test_a_sensitive_scope_is_marked_in_words(session):
    warning = "Sensitive: only for applications you trust."
    assert text_of(session.ask()).count(warning) == 0
    change("write", is_sensitive=True)
    assert text_of(session.ask()).count(warning) == 1


def test_a_scope_that_includes_a_sensitive_one_is_marked(session):
    change("read:search", is_sensitive=True)
    assert "Sensitive: only for applications you trust." in text_of(session.ask(scope="read"))


def test_scopes_stand_under_their_groups_each_a_fieldset_with_its_legend(session):
    for name in ("read", "follow"):
        change(name, group="People")
    change("write", group="")
    page = session.ask(scope="read write follow").content.decode()
    assert page.count("<fieldset") == 2
    ungrouped, people = page.split("<legend>People</legend>")
    assert 'value="write"' in ungrouped
    assert 'value="read"' in people
    assert 'value="follow"' in people


def test_every_box_has_its_label(session):
    page = session.ask(scope="read write follow").content.decode()
    for identifier in re.findall(r'<input type="checkbox"[^>]* id="([^"]+)"', page):
        assert page.count(f'<label for="{identifier}">') == 1
        assert page.count(f'id="{identifier}"') == 1


# --- where it leads ---


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("https://diary.example/callback", "You will be sent to diary.example"),
        ("https://diary.example:8443/cb", "You will be sent to diary.example:8443"),
        ("http://127.0.0.1:5123/cb", "You will be sent to an application on this device"),
        ("com.example.diary:/cb", "You will be sent to an application on this device"),
        (OUT_OF_BAND, "You will be shown a code to copy into the application."),
    ],
)
def test_it_says_where_one_will_be_sent(alice, uri, words):
    client = PublicClientFactory(redirect_uris=[uri])
    text = text_of(ask(client, alice, redirect_uri=uri))
    assert words in text
    assert (uri in text) is (uri != OUT_OF_BAND)


def test_a_denial_of_a_client_without_a_redirect_uri_blames_nobody(alice):
    session = Session(PublicClientFactory(redirect_uris=[OUT_OF_BAND]), alice)
    page = session.decide(session.ask(), "deny")
    assert page.status_code == 400
    assert "Nothing was allowed" in text_of(page)
    assert "mistake" not in text_of(page)


# --- for everybody ---


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_the_page_has_the_language_and_direction_of_its_reader(session, language, direction):
    page = session.browser.get(
        "/oauth/authorize", session.request(), headers={"Accept-Language": language}
    )
    assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()


def test_there_is_one_heading_of_the_first_level(session):
    for changes in ({}, {"prompt": "select_account"}):
        assert session.ask(**changes).content.decode().count("<h1") == 1


def test_the_first_form_is_the_one_to_decide_with(session):
    first = session.ask().content.decode().split("<form")[1].split("</form>")[0]
    assert re.findall(r'<button[^>]* name="decision" value="(\w+)"', first) == ["allow", "deny"]
    assert "action=" not in first.split(">")[0]


def test_a_site_changes_one_block_and_keeps_the_rest(session, settings, tmp_path):
    own = tmp_path / "oauth_provider" / "authorize.html"
    own.parent.mkdir()
    own.write_text(
        '{% extends "oauth_provider/authorize.html" %}'
        "{% block afterwards %}Ask our help desk about {{ client.name }}.{% endblock %}"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    text = text_of(session.ask())
    assert f"Ask our help desk about {session.client.name}." in text
    assert "It will be able to:" in text
    assert "You can take it back at any time" not in text
