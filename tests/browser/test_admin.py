"""An administrator adds an application, gets its secret once, and stops it."""

import re

import pytest


@pytest.fixture
def admin(open_browser):
    """An administrator, signed in."""
    visitor = open_browser(
        permissions=["clipboard-read", "clipboard-write"], viewport={"width": 1280, "height": 900}
    )
    user = visitor.demo.user("admin")
    visitor.page.goto("/admin/")
    visitor.page.fill("[name=username]", user["username"])
    visitor.page.fill("[name=password]", user["password"])
    visitor.page.get_by_role("button", name="Log in").click()
    visitor.page.get_by_role("link", name="Applications", exact=True).first.wait_for()
    return visitor


def test_an_application_is_added_and_its_secret_works(admin, demo):
    page = admin.page
    page.goto("/admin/oauth_provider/client/add/")
    assert page.get_by_label("Authorization code: acts").is_checked()
    admin.look("admin-add")
    page.get_by_role("textbox", name="Name").fill("Calendar")
    page.get_by_label("Refresh token: goes on").uncheck()
    page.get_by_label("Authorization code: acts").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("This field is required").wait_for()
    admin.look("admin-mistake")
    page.get_by_label("Client credentials: acts").check()
    page.locator("#id_scope").get_by_label("read: Read everything").check()
    page.get_by_role("button", name="Save", exact=True).click()

    secret = page.locator("#client_secret").inner_text()
    client_id = page.locator("#client_id").inner_text()
    admin.look("admin-secret")
    page.get_by_role("button", name="Copy").nth(1).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    tokens = demo.token({**form, "scope": "read"}).json()
    assert tokens["scope"] == "read"

    page.get_by_role("link", name=re.compile("I have copied it")).click()
    assert secret not in page.content()
    admin.look("admin-client")

    page.get_by_role("button", name="Disable").click()
    page.get_by_label("Reason").fill("Leaked")
    admin.look("admin-confirmation")
    page.get_by_role("button", name=re.compile("sure")).click()
    page.get_by_role("button", name="Enable").wait_for()
    assert demo.token({**form, "scope": "read"}).status_code == 401


def test_a_secret_is_rotated_and_the_old_one_revoked(admin):
    page = admin.page
    page.goto("/admin/oauth_provider/client/?q=Demo+service")
    page.get_by_role("link", name="Demo service").click()
    page.get_by_role("button", name="Issue another secret").wait_for()
    before = page.get_by_role("button", name="Revoke", exact=True).count()
    page.get_by_role("button", name="Issue another secret").click()
    page.get_by_label("Label").fill("blue server")
    page.get_by_role("button", name=re.compile("sure")).click()
    page.get_by_role("link", name=re.compile("I have copied it")).click()
    row = page.get_by_role("row", name=re.compile("blue server"))
    row.get_by_role("button", name="Revoke").click()
    page.get_by_role("button", name=re.compile("sure")).click()
    page.get_by_text("1 was revoked").wait_for()
    assert page.get_by_role("button", name="Revoke", exact=True).count() == before


def test_tokens_are_listed_searched_and_revoked(admin, demo):
    with demo.browser("bob") as http:
        code = demo.code(http)
    tokens = demo.token(demo.redemption(code)).json()
    assert demo.call(tokens["access_token"]).status_code == 200
    page = admin.page
    page.goto("/admin/oauth_provider/accesstoken/")
    admin.look("admin-tokens")
    page.get_by_role("textbox").first.fill("bob")
    page.get_by_role("button", name="Search").click()
    page.locator("#result_list th a").first.click()
    admin.look("admin-token")
    assert tokens["access_token"] not in page.content()
    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("button", name=re.compile("sure")).click()
    page.get_by_text("revoked", exact=True).first.wait_for()
    assert demo.call(tokens["access_token"]).status_code == 401
