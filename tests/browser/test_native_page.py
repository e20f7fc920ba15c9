"""The page that shows a code to copy."""

import pytest

from .conftest import PHONE

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


@pytest.fixture
def allowed(open_browser):
    """Opens a browser and allows the desktop client everything."""

    def opened(**options):
        alice = open_browser(**options)
        alice.sign_in("alice")
        alice.ask(OUT_OF_BAND)
        alice.page.get_by_role("button", name="Allow").click()
        alice.page.locator("#authorization_code").wait_for()
        return alice

    return opened


def test_the_code_is_shown_copied_and_works(allowed, demo):
    alice = allowed(permissions=["clipboard-read", "clipboard-write"])
    shown = alice.page.locator("code#authorization_code").inner_text()
    button = alice.page.get_by_role("button", name="Copy")
    button.click()
    alice.page.get_by_role("button", name="Copied").wait_for()
    assert alice.page.evaluate("navigator.clipboard.readText()") == shown
    alice.look("native")
    tokens = demo.token(demo.redemption(shown, "desktop")).json()
    assert "access_token" in tokens


def test_the_keyboard_copies_too(allowed):
    alice = allowed(permissions=["clipboard-read", "clipboard-write"])
    alice.page.keyboard.press("Tab")
    assert alice.focused == "Copy"
    alice.page.keyboard.press("Enter")
    alice.page.get_by_role("button", name="Copied").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_whole_code(allowed, scheme):
    alice = allowed(viewport=PHONE, color_scheme=scheme)
    alice.look(f"native-phone-{scheme}")
    assert not alice.is_wider_than_the_window()
    assert alice.faint_texts() == []


def test_without_javascript_the_code_is_there_and_no_dead_button(allowed):
    alice = allowed(java_script_enabled=False)
    assert alice.page.locator("#authorization_code").inner_text()
    assert alice.page.get_by_role("button").count() == 0
