"""A client that registered itself does what Mastodon's clients do."""

import pytest
from django.test import Client as Browser

from oauth_provider.models import AccessToken, AuthorizationCode, Client
from tests.browser_session import answer_of, basic, bearer
from tests.factories import ScopeFactory

from .client import OUT_OF_BAND, Elephant

pytestmark = pytest.mark.django_db


@pytest.fixture
def elephant(alice):
    return Elephant.registered(alice)


# --- for a user ---


def test_a_code_copied_by_hand_is_redeemed_without_pkce(elephant):
    page = elephant.session.ask(code_challenge=None, code_challenge_method=None)
    shown = elephant.session.decide(page)
    assert shown["Location"].startswith("/oauth/authorize/native?code=")
    code = answer_of(shown)["code"]
    native = elephant.session.browser.get(shown["Location"]).content.decode()
    assert f'<code id="authorization_code">{code}</code>' in native

    token = elephant.session.exchange(code, code_verifier=None, scope="read write").json()
    assert token["scope"] == "read write"
    assert token["token_type"] == "Bearer"
    called = elephant.session.call(token["access_token"])
    assert called.json()["username"] == "alice"


@pytest.mark.parametrize(
    "uri",
    [
        "https://elk.example/callback",
        "http://localhost:4002/add",
        "app://callback",
        "icecubesapp://",
    ],
)
def test_the_code_goes_where_the_client_waits(alice, uri):
    elephant = Elephant.registered(alice, redirect_uris=uri)
    page = elephant.session.ask(code_challenge=None, code_challenge_method=None)
    sent = elephant.session.decide(page)
    assert sent["Location"].startswith(f"{uri}?code=oac")
    token = elephant.session.exchange(answer_of(sent)["code"], code_verifier=None)
    assert token.status_code == 200


def test_pkce_is_honoured_where_a_client_uses_it(elephant):
    code = elephant.session.code()
    assert elephant.session.exchange(code, code_verifier="x" * 43).status_code == 400
    assert elephant.session.exchange(code).status_code == 200


def test_who_asks_for_nothing_gets_the_default_scope(elephant):
    page = elephant.session.ask(scope=None)
    code = answer_of(elephant.session.decide(page, scope=["read"]))["code"]
    assert elephant.session.exchange(code).json()["scope"] == "read"


def test_it_asks_for_no_more_than_it_registered_for(elephant):
    refused = elephant.session.ask(scope="read follow")
    text = refused.content.decode()
    assert refused.status_code == 400
    assert "invalid_scope" in text


def test_the_user_who_refuses_is_quoted_in_mastodons_words(alice):
    elephant = Elephant.registered(alice, redirect_uris="https://elk.example/callback")
    answer = answer_of(elephant.session.decide(elephant.session.ask(), decision="deny"))
    assert answer["error"] == "access_denied"
    assert answer["error_description"] == (
        "The resource owner or authorization server denied the request."
    )


def test_a_token_is_refreshed_and_revoked(elephant):
    token = elephant.sign_in().json()
    fresh = elephant.session.refresh(token["refresh_token"]).json()
    assert elephant.session.call(fresh["access_token"]).status_code == 200

    # As Mastodon.py does, with the token in the header too.
    own = {**elephant.session.credentials, "token": fresh["access_token"]}
    revoked = Browser().post("/oauth/revoke", own, headers=bearer(fresh["access_token"]))
    assert (revoked.status_code, revoked.json()) == (200, {})
    assert elephant.session.call(fresh["access_token"]).status_code == 401


def test_nobody_revokes_anothers_token(elephant, alice):
    token = elephant.sign_in().json()["access_token"]
    refused = Elephant.registered(alice).session.revoke(token)
    assert refused.status_code == 403
    assert refused.json() == {
        "error": "unauthorized_client",
        "error_description": "You are not authorized to revoke this token",
    }
    assert elephant.session.call(token).status_code == 200


# --- for itself ---


def test_it_gets_a_token_of_its_own(elephant):
    token = elephant.app_token().json()
    assert token["scope"] == "read"
    assert "refresh_token" not in token
    assert elephant.app_token(scope="read write").json()["scope"] == "read write"
    by_header = elephant.app_token(
        headers=basic(elephant.client.client_id, elephant.client.secret), scope="write"
    )
    assert by_header.json()["scope"] == "write"


@pytest.mark.parametrize("scope", ["follow", "push", "hoge", "read admin:read"])
def test_its_own_token_holds_no_more_than_it_registered_for(elephant, scope):
    refused = elephant.app_token(scope=scope)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")


def test_what_is_sensitive_only_a_user_gives_it(alice):
    elephant = Elephant.registered(alice, scopes="read admin:read admin:write:reports")
    for scope in ("admin:read", "admin:read:accounts", "read admin:write:reports"):
        refused = elephant.app_token(scope=scope)
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
    assert not AccessToken.objects.exists()
    assert elephant.sign_in(scope="read admin:read").json()["scope"] == "read admin:read"


def test_what_implies_something_sensitive_is_sensitive(alice):
    ScopeFactory(name="everything", implies=["admin:*"])
    elephant = Elephant.registered(alice, scopes="everything")
    assert elephant.app_token(scope="everything").json()["error"] == "invalid_scope"


def test_a_client_that_an_admin_registered_may_have_it(service):
    from tests.browser_session import Session

    service.scope = "read admin:read"
    service.save()
    token = Session(service).post(
        "/oauth/token", grant_type="client_credentials", scope="admin:read"
    )
    assert token.json()["scope"] == "admin:read"


# --- in a browser ---


def test_a_page_that_registered_itself_reads_its_tokens(alice):
    elephant = Elephant.registered(alice, redirect_uris="https://phanpy.example/")
    headers = {"Origin": "https://phanpy.example", "Access-Control-Request-Method": "POST"}
    for path in ("/oauth/token", "/oauth/revoke"):
        preflight = Browser().options(path, headers=headers)
        assert preflight["Access-Control-Allow-Origin"] == "https://phanpy.example"
    own = {**elephant.session.credentials, "grant_type": "client_credentials"}
    token = Browser().post("/oauth/token", own, headers={"Origin": "https://phanpy.example"})
    assert token["Access-Control-Allow-Origin"] == "https://phanpy.example"
    elsewhere = Browser().post("/oauth/token", own, headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in elsewhere


# --- later ---


def test_an_admin_can_edit_it_with_the_redirect_uris_that_it_has(elephant):
    native = Elephant.registered(redirect_uris="app://callback http://localhost:1/x")
    client = Client.objects.get(pk=native.client.pk)
    client.is_verified = True
    client.full_clean()
    client.redirect_uris = ["javascript://x/"]
    with pytest.raises(Exception, match="absolute URI"):
        client.full_clean()


# --- the early document ---


@pytest.mark.parametrize("is_redeemed", [False, True])
def test_a_code_sent_as_a_refresh_token_is_explained_and_stays_as_it_is(elephant, is_redeemed):
    code = elephant.session.code(redirect_uri=OUT_OF_BAND)
    if is_redeemed:
        assert elephant.session.exchange(code).status_code == 200
    before = AuthorizationCode.objects.values().get()

    refused = elephant.session.refresh(code)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert "authorization code" in refused.json()["error_description"]
    assert "grant_type=authorization_code" in refused.json()["error_description"]
    assert AuthorizationCode.objects.values().get() == before
    if not is_redeemed:
        assert elephant.session.exchange(code).status_code == 200


def test_other_rubbish_is_not_called_a_code(elephant):
    code = elephant.session.code()
    for value in (code[:-1], "oac", f"ort{code[3:]}", code.upper()):
        told = elephant.session.refresh(value).json()["error_description"]
        assert "authorization code" not in told
