"""A person sees what they allowed, takes a part of it back, and then all of it."""

import re

import pytest
import requests

from tests.browser_session import bearer
from tests.live import TIMEOUT

from .conftest import PHONE
from .test_accessibility import AXE, assert_pleasant

LIST = "/oauth/authorized/"
NAME = "Demo desktop application"


def click(visitor, name):
    """Press the button, or follow the link, of this name."""
    role = visitor.page.get_by_role
    role("button", name=name, exact=True).or_(role("link", name=name, exact=True)).click()


def withdraw_everything(visitor):
    """Let nothing be allowed."""
    visitor.page.goto(LIST)
    while (first := visitor.page.locator(".apps a").first).count():
        first.click()
        visitor.page.locator("a.danger").click()
        visitor.page.locator("button.danger").click()
        visitor.page.locator(".note").wait_for()


def allow(visitor, landing, demo, **changes):
    """Allow the desktop application all that it asks for. Its tokens."""
    visitor.ask(landing, **changes)
    visitor.page.locator("[name=decision][value=allow]").click()
    form = demo.redemption(visitor.answer(landing)["code"], "desktop", redirect_uri=landing)
    return demo.token(form).json()


def post(demo, access_token):
    """The status of an attempt to post."""
    url, form = f"{demo.base_url}/api/v1/statuses", {"status": "Hello", "visibility": "direct"}
    return requests.post(url, form, headers=bearer(access_token), timeout=TIMEOUT).status_code


@pytest.fixture
def alice(alice):
    """Alice, who has allowed nothing."""
    withdraw_everything(alice)
    return alice


@pytest.fixture
def open_alice(open_browser):
    """Opens a window of some kind for Alice, who has allowed nothing."""

    def opened(**options):
        alice = open_browser(**options)
        alice.sign_in("alice")
        withdraw_everything(alice)
        return alice

    return opened


def test_from_allowing_to_withdrawing(alice, landing, demo):
    alice.page.goto(LIST)
    alice.page.get_by_text("You have not allowed any application").wait_for()

    alice.ask(landing)
    alice.page.get_by_role("checkbox", name="Manage relationships").uncheck()
    click(alice, "Allow")
    form = demo.redemption(alice.answer(landing)["code"], "desktop", redirect_uri=landing)
    tokens = demo.token(form).json()
    assert demo.call(tokens["access_token"]).status_code == 200
    assert post(demo, tokens["access_token"]) == 200

    alice.page.goto(LIST)
    row = alice.page.get_by_role("listitem").filter(has_text=NAME)
    row.get_by_text("Used within the last hour").wait_for()
    row.get_by_text("On 1 device").wait_for()
    click(alice, NAME)
    assert alice.page.get_by_text("Manage relationships").count() == 0
    change = alice.page.locator(".held > li").filter(has_text="Change everything")
    change.get_by_text("What this includes").click()
    change.get_by_role("link", name="Take back “Post”").click()
    alice.page.get_by_text("“Change everything” is replaced by what is left").wait_for()
    click(alice, "Take back")
    alice.page.get_by_text("It is taken back").wait_for()
    assert alice.page.get_by_text("Post for you", exact=False).count() == 0
    assert demo.call(tokens["access_token"]).status_code == 200
    assert post(demo, tokens["access_token"]) == 403

    click(alice, "Withdraw all access")
    click(alice, "Cancel")
    click(alice, "Withdraw all access")
    click(alice, "Withdraw all access")
    alice.page.get_by_text("All access is withdrawn").wait_for()
    alice.page.get_by_text("You have not allowed any application").wait_for()
    assert demo.call(tokens["access_token"]).status_code == 401
    refused = demo.token(demo.refreshing(tokens["refresh_token"], "desktop"))
    assert refused.json()["error"] == "invalid_grant"


def test_going_back_and_withdrawing_again_is_fine(alice, landing, demo):
    allow(alice, landing, demo)
    alice.page.goto(LIST)
    click(alice, NAME)
    click(alice, "Withdraw all access")
    click(alice, "Withdraw all access")
    alice.page.get_by_text("All access is withdrawn").wait_for()
    alice.page.go_back()
    alice.page.get_by_text("You have not allowed any application").wait_for()


def test_it_works_without_javascript(open_alice, landing, demo):
    alice = open_alice(java_script_enabled=False)
    allow(alice, landing, demo)
    alice.page.goto(LIST)
    click(alice, NAME)
    alice.page.get_by_text("What this includes").first.click()
    alice.page.get_by_role("link", name="Take back “See posts”").click()
    click(alice, "Take back")
    alice.page.get_by_text("It is taken back").wait_for()


def test_home_leads_there(alice):
    alice.page.goto("/")
    alice.page.get_by_role("link", name=re.compile("Applications you allowed")).click()
    alice.page.get_by_role("heading", name="Applications you allowed").wait_for()


def test_the_keyboard_is_enough(alice, landing, demo):
    allow(alice, landing, demo)
    alice.page.goto(LIST)
    keys = alice.page.keyboard

    def go_to(name):
        for _ in range(40):
            keys.press("Tab")
            focused = "document.activeElement"
            assert alice.page.evaluate(f"getComputedStyle({focused}).outlineStyle") != "none"
            if " ".join(alice.page.evaluate(f"{focused}.textContent").split()) == name:
                return
        raise AssertionError(name)

    go_to(NAME)
    keys.press("Enter")
    alice.page.get_by_role("heading", name="What it may do").wait_for()
    go_to("What this includes")
    keys.press("Enter")
    go_to("Take back “See accounts”")
    keys.press("Enter")
    alice.page.get_by_role("heading", name="Take back “See accounts”?").wait_for()
    go_to("Take back")
    keys.press("Enter")
    alice.page.get_by_text("It is taken back").wait_for()
    go_to("Withdraw all access")


def test_it_speaks_to_screen_readers(alice, landing, demo):
    allow(alice, landing, demo)
    alice.page.goto(LIST)
    alice.page.get_by_role("main").get_by_role("heading", name=NAME).wait_for()
    alice.page.get_by_role("list", name="What it may do").wait_for()
    click(alice, NAME)
    alice.page.get_by_role("region", name="What it may do").wait_for()
    alice.page.get_by_role("link", name="Take back “Read everything”").wait_for()
    alice.page.get_by_role("navigation", name="Where you are").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_on_a_phone_and_is_readable(open_alice, landing, demo, scheme):
    alice = open_alice(color_scheme=scheme, viewport=PHONE)

    def inspect(name, heading):
        alice.page.get_by_role("heading", name=heading).first.wait_for()
        alice.look(f"authorized-{name}-phone-{scheme}")
        assert not alice.is_wider_than_the_window(), name
        assert alice.faint_texts() == [], name

    inspect("empty", "Applications you allowed")
    allow(alice, landing, demo)
    alice.page.goto(LIST)
    inspect("list", NAME)
    click(alice, NAME)
    alice.page.get_by_role("heading", name="What it may do").wait_for()
    for summary in alice.page.get_by_text("What this includes").all():
        summary.click()
    inspect("application", "What it may do")
    alice.page.get_by_role("link", name="Take back “Read everything”").click()
    inspect("narrow", "Take back “Read everything”?")
    click(alice, "Take back")
    alice.page.get_by_text("It is taken back").wait_for()
    inspect("narrowed", "What it may do")
    click(alice, "Withdraw all access")
    inspect("withdraw", f"Withdraw all access from {NAME}?")


@pytest.mark.skipif(not AXE.exists(), reason="Needs axe: npm ci --prefix tests/javascript")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_pleasant(open_alice, landing, demo, language):
    alice = open_alice(locale=language, reduced_motion="reduce")
    assert_pleasant(alice, "authorized-empty", language)
    allow(alice, landing, demo)
    alice.page.goto(LIST)
    assert_pleasant(alice, "authorized", language)
    alice.page.locator(".apps a").click()
    alice.page.locator("summary").first.wait_for()
    for summary in alice.page.locator("summary").all():
        summary.click()
    assert_pleasant(alice, "authorized-application", language)
    alice.page.locator(".end").first.click()
    alice.page.locator(".stops").wait_for()
    assert_pleasant(alice, "authorized-narrow", language)
    alice.page.locator("main [type=submit]").click()
    alice.page.locator(".note").wait_for()
    assert_pleasant(alice, "authorized-narrowed", language)
    alice.page.locator("a.danger").click()
    alice.page.locator("button.danger").wait_for()
    assert_pleasant(alice, "authorized-withdraw", language)
