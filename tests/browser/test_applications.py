"""A developer registers an application, gives it secrets, changes it and deletes it."""

import re

import pytest

from .conftest import PHONE

CLIPBOARD = ["clipboard-read", "clipboard-write"]
SERVICE = "Client credentials: acts for itself"


def click(visitor, name):
    """Press the button, or follow the link, of this name."""
    role = visitor.page.get_by_role
    with visitor.page.expect_navigation():
        role("button", name=name, exact=True).or_(role("link", name=name, exact=True)).click()


def register(visitor, name, *, kind="Confidential", redirect_uris="https://calendar.example/cb"):
    """Register an application, and stay on the page that follows."""
    visitor.page.goto("/oauth/applications/")
    click(visitor, "Register an application")
    visitor.page.get_by_label("Name").fill(name)
    visitor.page.get_by_role("radio", name=kind).check()
    visitor.page.get_by_label("Redirect URIs").fill(redirect_uris)
    click(visitor, "Register")


@pytest.fixture
def developer(open_browser, request):
    """Opens a browser for bob, who deletes in the end what he registered."""
    windows = []

    def opened(**options):
        bob = open_browser(**options)
        bob.sign_in("bob")
        windows.append(bob)
        return bob

    yield opened
    for bob in windows:
        while delete_one(bob):
            pass


def delete_one(bob):
    """Delete the first of his applications. Was there one?"""
    bob.page.goto("/oauth/applications/")
    first = bob.page.locator(".rows a").first
    if not first.count():
        return False
    first.click()
    click(bob, "Delete this application")
    click(bob, "Delete")
    return True


def test_from_registering_to_deleting(developer, demo):
    bob = developer(permissions=CLIPBOARD)
    bob.page.goto("/oauth/applications/")
    bob.page.get_by_text("You have no applications yet").wait_for()
    bob.look("applications-empty")

    register(bob, "Calendar")
    bob.look("applications-secret")
    secret = bob.page.locator("#client_secret").inner_text()
    client_id = bob.page.locator("#client_id").inner_text()
    bob.page.get_by_role("button", name="Copy").nth(1).click()
    bob.page.get_by_role("button", name="Copied").wait_for()
    assert bob.page.evaluate("navigator.clipboard.readText()") == secret

    click(bob, "I have copied it")
    assert secret not in bob.page.content()
    bob.page.get_by_label(SERVICE).check()
    click(bob, "Save")
    bob.page.get_by_text("Your changes are saved").wait_for()
    bob.look("applications-saved")
    form = {"grant_type": "client_credentials", "client_id": client_id}
    assert demo.token({**form, "client_secret": secret}).status_code == 200

    click(bob, "New secret")
    bob.page.get_by_label("Label").fill("blue server")
    bob.page.get_by_label("The secrets it has now").select_option(label="expire in a day")
    bob.look("applications-new-secret")
    click(bob, "Issue a secret")
    fresh = bob.page.locator("#client_secret").inner_text()
    for value in (secret, fresh):
        assert demo.token({**form, "client_secret": value}).status_code == 200
    click(bob, "I have copied it")
    bob.look("applications-secrets")
    bob.page.get_by_role("link", name=f"Revoke …{secret[-4:]}").click()
    bob.look("applications-revoke")
    click(bob, "Revoke")
    bob.page.get_by_text("The secret is revoked").wait_for()
    assert demo.token({**form, "client_secret": secret}).status_code == 401
    assert demo.token({**form, "client_secret": fresh}).status_code == 200

    bob.page.get_by_label("Redirect URIs").fill("http://calendar.example/cb")
    click(bob, "Save")
    bob.page.get_by_role("alert").get_by_role("link", name="Redirect URIs").click()
    assert bob.focused == "Redirect URIs"
    bob.page.get_by_text("http://calendar.example/cb: It must use https").wait_for()
    bob.look("applications-mistake")

    bob.page.goto("/oauth/applications/")
    bob.look("applications-list")
    bob.page.get_by_role("link", name="Calendar").click()
    click(bob, "Delete this application")
    bob.look("applications-delete")
    click(bob, "Delete")
    bob.page.get_by_text("The application is deleted").wait_for()
    bob.page.get_by_text("You have no applications yet").wait_for()
    assert demo.token({**form, "client_secret": fresh}).status_code == 401


def test_it_works_without_javascript(developer):
    bob = developer(java_script_enabled=False)
    register(bob, "Calendar")
    assert bob.page.locator("#client_secret").inner_text()
    assert bob.page.get_by_role("button").count() == 0
    click(bob, "I have copied it")
    bob.page.get_by_role("heading", name="Calendar").wait_for()


def test_signing_in_leads_back(visitor, demo):
    visitor.page.goto("/oauth/applications/register")
    user = demo.user("bob")
    visitor.page.fill("[name=username]", user["username"])
    visitor.page.fill("[name=password]", user["password"])
    visitor.page.press("[name=password]", "Enter")
    visitor.page.get_by_role("heading", name="Register an application").wait_for()


def test_home_leads_to_the_applications(developer):
    bob = developer()
    bob.page.get_by_role("link", name=re.compile("Your applications")).click()
    bob.page.get_by_role("heading", name="Your applications").wait_for()


def test_the_keyboard_is_enough(developer):
    bob = developer()
    bob.page.goto("/oauth/applications/register")
    keys = bob.page.keyboard
    while bob.focused != "Name":
        keys.press("Tab")
    keys.type("Calendar")
    keys.press("Tab")
    keys.press("ArrowDown")
    assert bob.focused == "Public: runs on the user's device or in a browser"
    keys.press("Tab")
    assert bob.focused == "Redirect URIs"
    keys.type("http://127.0.0.1/callback")
    while bob.focused != "Register":
        keys.press("Tab")
        assert bob.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    keys.press("Enter")
    bob.page.get_by_text("Your application is registered").wait_for()


def test_it_speaks_to_screen_readers(developer):
    bob = developer()
    bob.page.goto("/oauth/applications/register")
    bob.page.get_by_role("main").wait_for()
    kinds = bob.page.get_by_role("group", name="Where does it run?")
    assert kinds.get_by_role("radio").count() == 2
    click(bob, "Register")
    name = bob.page.get_by_label("Name")
    assert name.get_attribute("aria-invalid") == "true"
    said = name.get_attribute("aria-describedby").split()
    assert "required" in " ".join(bob.page.locator(f"#{part}").inner_text() for part in said)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 900}])
def test_every_page_fits_and_is_readable(developer, scheme, viewport):
    bob = developer(color_scheme=scheme, viewport=viewport)

    def inspect(name):
        bob.look(f"applications-{name}-{viewport['width']}-{scheme}")
        assert not bob.is_wider_than_the_window(), name
        assert bob.faint_texts() == [], name

    bob.page.goto("/oauth/applications/")
    inspect("empty")
    click(bob, "Register an application")
    inspect("register")
    click(bob, "Register")
    inspect("register-mistake")
    register(bob, "Rechnungsabwicklungs" * 8, redirect_uris="https://a.example/" + "callback" * 30)
    inspect("secret")
    click(bob, "I have copied it")
    inspect("application")
    click(bob, "New secret")
    inspect("new-secret")
    click(bob, "Issue a secret")
    click(bob, "I have copied it")
    bob.page.get_by_role("link", name=re.compile("^Revoke")).first.click()
    bob.page.wait_for_url(re.compile("revoke"))
    inspect("revoke")
    click(bob, "Revoke")
    inspect("revoked")
    click(bob, "Delete this application")
    inspect("delete")
    bob.page.goto("/oauth/applications/")
    inspect("list")
