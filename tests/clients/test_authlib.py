"""Authlib, as it comes from PyPI."""

import time

import pytest
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

EVERYTHING = "read write follow"
METHODS = ["client_secret_basic", "client_secret_post"]


@pytest.fixture(params=METHODS)
def new_session(request, demo):
    """Makes a session of a confidential client, which authenticates by one method or the other."""

    def make(name="web", **settings):
        client = demo.client(name)
        return OAuth2Session(
            client["client_id"],
            client["client_secret"],
            token_endpoint_auth_method=request.param,
            revocation_endpoint_auth_method=request.param,
            token_endpoint=demo.token_url,
            code_challenge_method="S256",
            **settings,
        )

    return make


@pytest.fixture
def signed_in(demo, browser, new_session):
    """Makes a session of the web client that has a token of Alice's."""

    def make(scope=EVERYTHING):
        redirect_uri = demo.client("web")["redirect_uris"][0]
        session = new_session(scope=scope, redirect_uri=redirect_uri)
        fetch_token(demo, browser, session)
        return session

    return make


def fetch_token(demo, browser, session):
    """The authorization code grant, with PKCE."""
    verifier = generate_token(48)
    url, state = session.create_authorization_url(
        f"{demo.base_url}/oauth/authorize", code_verifier=verifier
    )
    session.fetch_token(
        authorization_response=demo.decide(browser, url),
        state=state,
        code_verifier=verifier,
    )


def expired(token):
    return {**token, "expires_in": 1, "expires_at": int(time.time()) - 10}


def test_a_web_client_signs_alice_in(signed_in, microblog):
    session = signed_in()
    assert session.token["scope"] == EVERYTHING
    microblog.assert_everything_is_allowed(session)


def test_a_web_client_gets_no_more_than_it_asked_for(signed_in, microblog):
    microblog.assert_only_reading_is_allowed(signed_in(scope="read"))


def test_a_refresh_gives_a_new_pair(signed_in, microblog):
    session = signed_in()
    before = session.token
    session.refresh_token()
    assert session.token["access_token"] != before["access_token"]
    assert session.token["refresh_token"] != before["refresh_token"]
    microblog.assert_everything_is_allowed(session)


def test_an_expired_token_is_refreshed_on_the_way_to_the_api(signed_in, new_session, microblog):
    old = expired(signed_in().token)
    updates = []

    def update_token(token, refresh_token):
        updates.append((refresh_token, token["refresh_token"]))

    session = new_session(token=old, update_token=update_token)
    microblog.assert_everything_is_allowed(session)
    assert updates == [(old["refresh_token"], session.token["refresh_token"])]


def test_a_service_acts_for_itself(new_session, microblog):
    session = new_session("service", scope="read")
    session.fetch_token(grant_type="client_credentials")
    assert "refresh_token" not in session.token
    assert microblog.search(session, "bob")["username"] == "bob"
    assert microblog.post(session, "Not sent").status_code == 403


def test_a_service_gets_another_token_when_its_own_has_expired(new_session, microblog):
    session = new_session("service", scope="read", grant_type="client_credentials")
    session.fetch_token()
    before = session.token
    session.token = expired(before)
    assert microblog.search(session, "bob")["username"] == "bob"
    assert session.token["access_token"] != before["access_token"]


def test_a_revoked_access_token_ends_alone(demo, signed_in, microblog):
    session = signed_in()
    response = session.revoke_token(
        demo.revocation_url, session.token["access_token"], token_type_hint="access_token"
    )
    assert (response.status_code, response.json()) == (200, {})
    microblog.assert_nothing_is_allowed(session)
    session.refresh_token()
    microblog.assert_everything_is_allowed(session)


def test_a_revoked_refresh_token_takes_the_access_token_with_it(demo, signed_in, microblog):
    session = signed_in()
    session.revoke_token(demo.revocation_url, token_type_hint="refresh_token")
    microblog.assert_nothing_is_allowed(session)
    with pytest.raises(OAuthError, match="invalid_grant"):
        session.refresh_token()


def test_a_client_introspects_its_token_until_it_is_revoked(demo, signed_in):
    session = signed_in(scope="read")
    url, token = f"{demo.base_url}/oauth/introspect", session.token["access_token"]
    told = session.introspect_token(url, token, token_type_hint="access_token").json()
    assert (told["active"], told["username"], told["scope"]) == (True, "alice", "read")
    session.revoke_token(demo.revocation_url, token)
    assert session.introspect_token(url, token).json() == {"active": False}


def desktop_session(demo):
    """A session of the public client, which listens on a port that its system chose."""
    return OAuth2Session(
        demo.client("desktop")["client_id"],
        scope=EVERYTHING,
        redirect_uri="http://127.0.0.1:49153/callback",
        token_endpoint=demo.token_url,
        code_challenge_method="S256",
    )


def test_a_desktop_client_signs_alice_in_on_a_port_of_its_own(demo, browser, microblog):
    session = desktop_session(demo)
    fetch_token(demo, browser, session)
    microblog.assert_everything_is_allowed(session)
    session.refresh_token()
    microblog.assert_everything_is_allowed(session)
    session.revoke_token(demo.revocation_url)
    microblog.assert_nothing_is_allowed(session)
