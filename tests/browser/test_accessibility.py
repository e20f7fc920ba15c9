"""Every page, as axe sees it: light and dark, phone and desktop, in English and in Arabic."""

import re

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from oauth_provider.views.unavailable import give_up

from .conftest import DESKTOP, PHONE
from .visitor import AXE

pytestmark = pytest.mark.skipif(
    not AXE.exists(), reason="Needs axe: npm ci --prefix tests/javascript"
)

LANGUAGES = {"en": "ltr", "ar": "rtl"}
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
EVERYTHING = "read:accounts read:statuses read:search write:statuses write:media follow"
PLACES = {
    "home": "/",
    "public": "/public/",
    "profile": "/@bob/",
    "followers": "/@bob/followers/",
    "search": "/search/?q=o",
    "compose": "/compose/",
    "edit": "/profile/",
    "blocked": "/profile/blocked/",
    "sign-up": "/accounts/signup/",
    "api": "/api/docs",
}


def assert_pleasant(visitor, name, language):
    """No violation, and no scrolling sideways, however it is shown."""
    assert visitor.page.get_attribute("html", "lang").startswith(language)
    direction = visitor.page.evaluate("getComputedStyle(document.documentElement).direction")
    assert direction == LANGUAGES[language]
    for size, viewport in {"desktop": DESKTOP, "phone": PHONE}.items():
        visitor.page.set_viewport_size(viewport)
        for scheme in ("light", "dark"):
            visitor.page.emulate_media(color_scheme=scheme)
            visitor.look(f"{name}-{language}-{size}-{scheme}")
            assert visitor.violations() == [], (name, size, scheme)
        assert not visitor.is_wider_than_the_window(), (name, size)


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Which language the browser asks for."""
    return request.param


@pytest.fixture
def alice(open_browser, language):
    """Alice, whose browser speaks that language."""
    alice = open_browser(locale=language, reduced_motion="reduce")
    alice.sign_in("alice")
    return alice


def press(visitor, selector):
    """Press what is there, and see the page that it leads to."""
    with visitor.page.expect_navigation():
        visitor.page.locator(selector).first.click()


def test_axe_would_find_something(visitor):
    visitor.page.goto("/accounts/login/")
    visitor.page.evaluate("document.querySelector('label').remove()")
    assert [text for text in visitor.violations() if text.startswith("label:")]


def test_signing_in(open_browser, language):
    visitor = open_browser(locale=language)
    visitor.page.goto("/accounts/login/")
    assert_pleasant(visitor, "login", language)
    visitor.page.fill("[name=username]", "alice")
    visitor.page.fill("[name=password]", "wrong")
    press(visitor, "main [type=submit]")
    assert_pleasant(visitor, "login-refused", language)


def test_the_pages_of_an_authorization(alice, landing, language):
    alice.ask(landing)
    assert_pleasant(alice, "consent", language)
    alice.ask(landing, prompt="select_account")
    assert_pleasant(alice, "which-account", language)
    alice.ask(OUT_OF_BAND)
    press(alice, "[name=decision][value=deny]")
    alice.expect_refusal(400)
    assert_pleasant(alice, "denied", language)
    alice.ask(OUT_OF_BAND, scope="read:accounts")
    press(alice, "[name=decision][value=allow]")
    assert_pleasant(alice, "native", language)
    alice.ask(landing, scope=EVERYTHING)
    assert_pleasant(alice, "consent-for-more", language)
    alice.ask("https://elsewhere.example/callback")
    alice.expect_refusal(400)
    assert_pleasant(alice, "error", language)


def test_the_pages_for_developers(alice, language):
    alice.page.goto("/oauth/applications/")
    assert_pleasant(alice, "applications-empty", language)
    alice.page.goto("/oauth/applications/register")
    assert_pleasant(alice, "register", language)
    press(alice, "main [type=submit]")
    assert_pleasant(alice, "register-mistakes", language)
    alice.page.locator("[name=name]").fill("Calendar")
    alice.page.locator("[name=client_type][value=confidential]").check()
    alice.page.locator("[name=redirect_uris]").fill("https://calendar.example/cb")
    press(alice, "main [type=submit]")
    assert_pleasant(alice, "secret", language)
    alice.page.goto("/oauth/applications/")
    assert_pleasant(alice, "applications", language)
    press(alice, ".rows a")
    assert_pleasant(alice, "application", language)
    application = re.search(r"applications/\d+", alice.page.url)[0]
    for page in ("secrets/new", "delete"):
        alice.page.goto(f"/oauth/{application}/{page}")
        assert_pleasant(alice, page.replace("/", "-"), language)
    press(alice, "main [type=submit]")
    assert "done=deleted" in alice.page.url


def test_what_is_shown_while_the_database_is_away(alice, language):
    asked = RequestFactory(headers={"Accept": "text/html"}).get("/", {"lang": language})
    page = give_up(asked, OperationalError("away"))
    said = {"status": page.status_code, "headers": dict(page.items()), "body": page.content}
    alice.page.route("**/oauth/authorized/", lambda route: route.fulfill(**said))
    alice.page.goto("/oauth/authorized/")
    alice.expect_refusal(503)
    assert_pleasant(alice, "unavailable", language)


def test_the_microblog(alice, language):
    for name, path in PLACES.items():
        alice.page.goto(path)
        assert_pleasant(alice, f"microblog-{name}", language)
