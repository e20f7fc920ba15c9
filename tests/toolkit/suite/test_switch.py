"""The whole switch, on a site with tokens in every state.

``TOOLKIT_TOKENS=100000 TOOLKIT_USERS=1000`` makes it a large one; it prints what it measured.
"""

import os
import time

import pytest
from django.test import Client as Browser

from oauth_provider.models import AccessToken, Grant, RefreshToken
from tests.browser_session import bearer
from tests.toolkit.load import load_site, secret_of, stored

TOKENS = int(os.environ.get("TOOLKIT_TOKENS", "600"))
USERS = int(os.environ.get("TOOLKIT_USERS", "20"))

pytestmark = pytest.mark.django_db(transaction=True)


def call(browser, token):
    return browser.get("/api/scope", headers=bearer(token))


def refresh(browser, token, client_id):
    form = {
        "grant_type": "refresh_token",
        "refresh_token": token,
        "client_id": client_id,
        "client_secret": secret_of(client_id),
    }
    return browser.post("/o/token/", form)


def test_every_live_token_works_every_dead_one_stays_dead_and_every_client_refreshes(bring, capsys):
    load = load_site(tokens=TOKENS, users=USERS)
    before = stored()
    started = time.perf_counter()
    report = bring()
    seconds = time.perf_counter() - started
    assert stored() == before
    brought = AccessToken.objects.count() + RefreshToken.objects.count()
    alive = len(load.good_access) + len(load.good_refresh) + len(load.spent_refresh)
    assert brought == alive

    browser = Browser()
    for token, username in load.good_access:
        response = call(browser, token)
        assert (response.status_code, response.json()["user"]) == (200, username), token
    for token in load.dead_access:
        assert call(browser, token).status_code == 401
    for token, client_id in load.good_refresh:
        response = refresh(browser, token, client_id)
        assert response.status_code == 200, response.content
        assert call(browser, response.json()["access_token"]).status_code == 200
    for token, client_id in load.dead_refresh:
        assert refresh(browser, token, client_id).json()["error"] == "invalid_grant"
    ended = Grant.objects.exclude(revoked_at=None)
    assert not ended.exists()
    for token, client_id in load.spent_refresh:
        assert refresh(browser, token, client_id).json()["error"] == "invalid_grant"
    assert ended.count() == len(load.spent_refresh) / 3

    again = time.perf_counter()
    assert "nothing: all of it was here already" in bring()
    with capsys.disabled():
        print(f"\n{load.count:,} token rows, {brought:,} brought in {seconds:.1f} s:", end=" ")
        print(
            f"{load.count / seconds:,.0f} read, {brought / seconds:,.0f} brought a second;", end=" "
        )
        print(f"again: {time.perf_counter() - again:.1f} s\n{report}")
