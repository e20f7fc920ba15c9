"""The consent page, in front of a person."""

import pytest

from .conftest import PHONE


def test_signing_in_leads_to_the_question_and_allowing_to_the_application(visitor, landing, demo):
    visitor.ask(landing, state="x y&ä")
    user = demo.user("alice")
    visitor.page.fill("[name=username]", user["username"])
    visitor.page.fill("[name=password]", user["password"])
    visitor.page.press("[name=password]", "Enter")
    visitor.page.get_by_role("heading", name="Demo desktop application").wait_for()
    assert visitor.page.get_by_role("checkbox").count() == 3
    visitor.look("consent-light")
    visitor.page.get_by_role("button", name="Allow").click()
    answer = visitor.answer(landing)
    assert answer["state"] == "x y&ä"
    form = demo.redemption(answer["code"], "desktop", redirect_uri=landing)
    assert demo.token(form).json()["scope"] == "read write follow"


def test_denying_tells_the_application(alice, landing):
    alice.ask(landing)
    alice.page.get_by_role("button", name="Deny").click()
    answer = alice.answer(landing)
    assert answer["error"] == "access_denied"
    assert "code" not in answer


def test_what_is_unticked_is_not_granted(alice, landing, demo):
    alice.ask(landing)
    alice.page.get_by_text("Change everything").click()
    alice.page.get_by_role("checkbox", name="Manage relationships").uncheck()
    alice.page.get_by_role("button", name="Allow").click()
    form = demo.redemption(alice.answer(landing)["code"], "desktop", redirect_uri=landing)
    assert demo.token(form).json()["scope"] == "read"


def test_unticking_everything_is_a_refusal(alice, landing):
    alice.ask(landing)
    for box in alice.page.get_by_role("checkbox").all():
        box.uncheck()
    alice.page.get_by_role("button", name="Allow").click()
    assert alice.answer(landing)["error"] == "access_denied"


def test_the_keyboard_is_enough(alice, landing, demo):
    alice.ask(landing)
    stops = []
    while "Allow" not in stops:
        alice.page.keyboard.press("Tab")
        stops.append(alice.focused)
        if alice.focused == "Change everything":
            alice.page.keyboard.press("Space")
    assert stops == ["Read everything", "Change everything", "Manage relationships", "Allow"]
    alice.page.keyboard.press("Enter")
    form = demo.redemption(alice.answer(landing)["code"], "desktop", redirect_uri=landing)
    assert demo.token(form).json()["scope"] == "read follow"


def test_what_has_the_focus_is_seen(alice, landing):
    alice.ask(landing)
    for _ in range(5):
        alice.page.keyboard.press("Tab")
        outline = alice.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_in_both_colour_schemes(open_browser, landing, scheme):
    alice = open_browser(viewport=PHONE, color_scheme=scheme)
    alice.sign_in("alice")
    alice.ask(landing)
    alice.look(f"consent-phone-{scheme}")
    assert not alice.is_wider_than_the_window()
    assert alice.faint_texts() == []
    for button in alice.page.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 44  # for thumbs


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_in_both_colour_schemes(open_browser, landing, scheme):
    alice = open_browser(color_scheme=scheme)
    alice.sign_in("alice")
    alice.ask(landing)
    alice.look(f"consent-{scheme}")
    assert alice.faint_texts() == []
    red, *_ = alice.page.evaluate(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert (red < 64) == (scheme == "dark")


def test_a_long_redirect_uri_stays_on_the_page(open_browser, landing):
    alice = open_browser(viewport=PHONE)
    alice.sign_in("alice")
    alice.ask(landing, state="s" * 500, scope="read read:accounts read:statuses write:follows")
    assert not alice.is_wider_than_the_window()


def test_it_works_without_javascript(open_browser, landing):
    alice = open_browser(java_script_enabled=False)
    alice.sign_in("alice")
    alice.ask(landing)
    alice.page.get_by_role("button", name="Allow").click()
    assert "code" in alice.answer(landing)


def test_going_back_and_allowing_again_gives_another_code(alice, landing):
    alice.ask(landing)
    codes = set()
    for _ in range(2):
        alice.page.get_by_role("button", name="Allow").click()
        codes.add(alice.answer(landing)["code"])
        alice.page.go_back()
        alice.page.get_by_role("button", name="Allow").wait_for()
    assert len(codes) == 2


def test_it_cannot_be_framed(alice, landing, demo):
    response = alice.ask(landing)
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-frame-options"] == "DENY"


def test_it_speaks_to_screen_readers(alice, landing):
    alice.ask(landing)
    assert alice.page.get_attribute("html", "lang") == "en-gb"
    alice.page.get_by_role("main").wait_for()
    group = alice.page.get_by_role("group", name="It will be able to:")
    assert group.get_by_role("checkbox").count() == 3
    assert alice.page.title()
