"""The consent page, in front of a person."""

import re

import pytest

from tests.browser_session import hidden_fields

from .conftest import PHONE

ALLOWED = "/oauth/authorized"


@pytest.fixture(autouse=True)
def _nothing_is_remembered(demo):
    """What was allowed in one test is asked again in the next."""
    for username in ("alice", "bob"):
        with demo.browser(username) as http:
            listed = http.get(f"{demo.base_url}{ALLOWED}/").text
            for pk in set(re.findall(rf"{ALLOWED}/([0-9]+)", listed)):
                url = f"{demo.base_url}{ALLOWED}/{pk}/withdraw"
                form = hidden_fields(http.get(url).text)
                http.post(url, data=form, headers={"Referer": url})


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
    assert [stop for stop in stops if stop != "What this includes"] == [
        "Use another account",
        "Read everything",
        "Change everything",
        "Manage relationships",
        "Allow",
    ]
    alice.page.keyboard.press("Enter")
    form = demo.redemption(alice.answer(landing)["code"], "desktop", redirect_uri=landing)
    assert demo.token(form).json()["scope"] == "read follow"


def test_what_has_the_focus_is_seen(alice, landing):
    alice.ask(landing)
    for _ in range(9):
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
    assert alice.page.get_by_role("heading", level=1).count() == 1
    assert alice.page.title()


def test_only_what_is_new_is_asked_the_next_time(alice, landing, demo):
    alice.ask(landing, scope="read")
    alice.page.get_by_role("button", name="Allow").click()
    alice.answer(landing)
    alice.ask(landing, scope="read write")
    alice.page.get_by_role("heading", name="Already allowed").wait_for()
    alice.look("consent-more")
    assert alice.page.get_by_role("checkbox").count() == 1
    alice.page.get_by_role("button", name="Allow").click()
    form = demo.redemption(alice.answer(landing)["code"], "desktop", redirect_uri=landing)
    assert demo.token(form).json()["scope"] == "read write"


def test_what_a_scope_includes_can_be_unfolded_with_the_keyboard(alice, landing):
    alice.ask(landing, scope="read")
    part = alice.page.get_by_text("See accounts")
    assert not part.is_visible()
    alice.page.get_by_text("What this includes").focus()
    alice.page.keyboard.press("Enter")
    part.wait_for()
    assert part.is_visible()


def test_another_account_is_used_without_losing_the_request(alice, landing, demo):
    alice.ask(landing, state="kept", scope="read")
    alice.page.get_by_role("button", name="Use another account").click()
    _sign_in_here(alice, demo.user("bob"))
    alice.page.get_by_text("You are signed in as bob").wait_for()
    alice.page.get_by_role("button", name="Allow").click()
    assert alice.answer(landing)["state"] == "kept"


def test_an_account_is_chosen_where_the_application_asks_for_that(alice, landing):
    alice.ask(landing, prompt="select_account")
    alice.look("consent-which-account")
    assert alice.faint_texts() == []
    alice.page.get_by_role("link", name="Continue as alice").click()
    alice.page.get_by_role("button", name="Allow").click()
    assert "code" in alice.answer(landing)


def test_somebody_signs_in_again_where_the_application_asks_for_that(alice, landing, demo):
    alice.ask(landing, prompt="login consent")
    _sign_in_here(alice, demo.user("alice"))
    alice.page.get_by_role("button", name="Allow").click()
    assert "code" in alice.answer(landing)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_from_right_to_left(open_browser, landing, scheme):
    reader = open_browser(locale="ar", viewport=PHONE, color_scheme=scheme)
    reader.sign_in("alice")
    reader.ask(landing)
    reader.look(f"consent-arabic-{scheme}")
    assert reader.page.get_attribute("html", "dir") == "rtl"
    assert not reader.is_wider_than_the_window()
    assert reader.faint_texts() == []
    box = reader.page.get_by_role("checkbox").first.bounding_box()
    label = reader.page.locator("label").first.bounding_box()
    assert box["x"] > label["x"]  # the box stands before its label, on the right


def _sign_in_here(visitor, user):
    visitor.page.fill("[name=username]", user["username"])
    visitor.page.fill("[name=password]", user["password"])
    visitor.page.press("[name=password]", "Enter")
