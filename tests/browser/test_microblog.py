"""The example's pages: somebody signs up, writes, follows and is read."""

import re
from uuid import uuid4

import pytest

from .conftest import DESKTOP, PHONE
from .visitor import AXE

PASSWORD = "correct horse battery staple"


def click(visitor, name, role="button"):
    """Press the first button, or follow the first link, of this name."""
    visitor.page.get_by_role(role, name=name).first.click()


def fill_in(visitor, username):
    """The form for an account."""
    visitor.page.get_by_label("Username").fill(username)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.page.get_by_label("Password confirmation").fill(PASSWORD)
    visitor.page.get_by_role("main").get_by_role("button", name="Sign up").click()


def sign_up(visitor):
    """Get an account. Its name, which nobody has."""
    name = f"u{uuid4().hex[:12]}"
    visitor.page.goto("/")
    click(visitor, "Sign up", "link")
    fill_in(visitor, name)
    visitor.page.get_by_text(f"Welcome, @{name}!").wait_for()
    return name


def posts(visitor):
    """The texts of the posts on the page."""
    return visitor.page.locator("article .text").all_inner_texts()


def test_from_signing_up_to_deleting_what_one_wrote(visitor):
    name = sign_up(visitor)
    page = visitor.page
    page.get_by_text("Nothing yet.").wait_for()
    visitor.look("microblog-new")
    page.get_by_label("What is new?").fill("My first loaf!")
    click(visitor, "Post")
    page.get_by_text("Posted.").wait_for()
    assert posts(visitor) == ["My first loaf!"]

    click(visitor, "Public", "link")
    assert posts(visitor)[0] == "My first loaf!"
    visitor.look("microblog-public")
    page.get_by_role("link", name="just now").or_(
        page.get_by_role("link", name="ago")
    ).first.click()
    page.get_by_label("Your reply").fill("It came out flat.")
    click(visitor, "Reply")
    page.get_by_text("Posted.").wait_for()
    assert posts(visitor) == ["My first loaf!", "It came out flat."]
    visitor.look("microblog-thread")

    click(visitor, "Delete", "link")
    page.get_by_role("heading", name="Delete this post?").wait_for()
    click(visitor, "Delete")
    page.get_by_text("The post is deleted.").wait_for()
    assert posts(visitor) == ["It came out flat."]
    assert page.url.endswith(f"/@{name}/")


def test_following_somebody_brings_their_posts_home(visitor):
    name = sign_up(visitor)
    page = visitor.page
    page.goto("/search/")
    page.get_by_label("People and posts").fill("bob")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    click(visitor, "Follow @bob")
    page.get_by_text("You follow @bob now.").wait_for()
    assert "/search/?q=bob" in page.url
    page.goto("/")
    assert any("starlings" in text for text in posts(visitor))

    page.goto("/@bob/followers/")
    page.get_by_role("link", name=f"@{name}").first.wait_for()
    click(visitor, "Mute")
    page.get_by_text("You mute @bob now.").wait_for()
    page.goto("/")
    assert posts(visitor) == []
    page.goto("/profile/muted/")
    click(visitor, "Unmute @bob")
    page.get_by_text("You mute nobody.").wait_for()


def test_somebody_without_an_account_gets_one_on_the_way_to_the_question(visitor, landing, demo):
    visitor.ask(landing, state="x y&ä")
    click(visitor, "Sign up", "link")
    fill_in(visitor, f"u{uuid4().hex[:12]}")
    visitor.page.get_by_role("heading", name="Demo desktop application").wait_for()
    visitor.page.get_by_role("button", name="Allow").click()
    answer = visitor.answer(landing)
    assert answer["state"] == "x y&ä"
    form = demo.redemption(answer["code"], "desktop", redirect_uri=landing)
    assert demo.token(form).status_code == 200


def test_the_keyboard_is_enough(alice):
    keys = alice.page.keyboard
    keys.press("Tab")
    assert alice.focused == "Skip to content"
    keys.press("Enter")
    while alice.focused != "What is new?":
        keys.press("Tab")
    keys.type("Written without a mouse.")
    stops = []
    while alice.focused != "Post":
        keys.press("Tab")
        stops.append(alice.focused)
        assert (
            alice.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        )
    assert stops == ["Add a content warning", "Who can see it?", "Post"]
    keys.press("Enter")
    alice.page.get_by_text("Posted.").wait_for()
    assert posts(alice)[0] == "Written without a mouse."


def test_a_warning_is_written_and_opened(alice):
    page = alice.page
    page.get_by_label("What is new?").fill("It was the gardener.")
    page.get_by_text("Add a content warning").click()
    page.get_by_label("Content warning").fill("How the film ends")
    click(alice, "Post")
    page.get_by_text("Posted.").wait_for()
    text = page.get_by_text("It was the gardener.")
    assert not text.is_visible()
    page.get_by_text("How the film ends").click()
    assert text.is_visible()


def test_what_is_left_is_counted_as_the_server_counts(alice):
    field, counter = alice.page.get_by_label("What is new?"), alice.page.locator(".counter")
    assert not counter.is_visible()
    field.fill("🐦\n" * 250)
    assert counter.inner_text() == "0 left"
    field.fill("🐦" * 501)
    assert counter.inner_text() == "1 too many"
    click(alice, "Post")
    alice.page.get_by_text("it has 501").wait_for()
    assert field.input_value() == "🐦" * 501


def test_it_works_without_javascript(open_browser):
    visitor = open_browser(java_script_enabled=False)
    sign_up(visitor)
    visitor.page.get_by_label("What is new?").fill("No script was run.")
    click(visitor, "Post")
    visitor.page.get_by_text("Posted.").wait_for()
    assert posts(visitor) == ["No script was run."]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_every_page_fits_and_is_readable(open_browser, scheme, viewport):
    visitor = open_browser(color_scheme=scheme, viewport=viewport, reduced_motion="reduce")
    page = visitor.page

    def inspect(path):
        page.goto(path)
        name = re.sub(r"\W+", "-", path)
        visitor.look(f"microblog{name}{viewport['width']}-{scheme}")
        assert not visitor.is_wider_than_the_window(), path
        assert visitor.faint_texts() == [], path
        assert not AXE.exists() or visitor.violations() == [], path

    for path in ("/", "/accounts/login/", "/accounts/signup/", "/public/", "/api/docs", "/@farah/"):
        inspect(path)
    inspect("/nothing/")
    visitor.expect_refusal(404)
    visitor.sign_in("alice")
    for path in ("/", "/@alice/", "/@bob/", "/@bob/followers/", "/search/?q=o", "/statuses/2/"):
        inspect(path)
    page.goto("/compose/")
    page.get_by_label("What is new?").fill("Donaudampfschifffahrt" * 30)
    click(visitor, "Post")
    inspect_here = visitor.is_wider_than_the_window(), visitor.faint_texts()
    assert inspect_here == (False, [])
    for path in ("/compose/?in_reply_to=2", "/profile/", "/profile/blocked/", "/profile/muted/"):
        inspect(path)


def test_it_is_mirrored_where_people_read_from_right_to_left(open_browser):
    visitor = open_browser(viewport=PHONE, locale="ar")
    visitor.page.goto("/")
    assert visitor.page.get_attribute("html", "dir") == "rtl"
    brand = visitor.page.locator(".brand").bounding_box()
    assert brand["x"] > PHONE["width"] / 2
    assert not visitor.is_wider_than_the_window()


def test_it_speaks_to_screen_readers(alice):
    page = alice.page
    page.get_by_role("main").wait_for()
    for name in ("Home", "Public", "Search", "@alice"):
        page.get_by_role("navigation", name="Site").get_by_role("link", name=name).wait_for()
    assert page.get_by_role("link", name="Home").get_attribute("aria-current") == "page"
    page.goto("/compose/")
    field = page.get_by_label("What is new?")
    field.fill("  ")
    click(alice, "Post")
    page.get_by_text("Write something first.").wait_for()
    assert field.get_attribute("aria-invalid") == "true"
    said = field.get_attribute("aria-describedby").split()
    texts = " ".join(page.locator(f"#{part}").inner_text() for part in said)
    assert "Write something first." in texts
    assert "At most 500 characters." in texts
