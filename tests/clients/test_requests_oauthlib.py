"""requests-oauthlib, as it comes from PyPI."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from oauthlib.oauth2 import AccessDeniedError, BackendApplicationClient, InvalidGrantError
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

EVERYTHING = ["read", "write", "follow"]


@pytest.fixture
def web(demo):
    return demo.client("web")


@pytest.fixture
def desktop(demo):
    return demo.client("desktop")


@pytest.fixture
def service(demo):
    return demo.client("service")


@pytest.fixture
def new_session(web):
    """Makes a session of the web client."""

    def make(**settings):
        return OAuth2Session(web["client_id"], redirect_uri=web["redirect_uris"][0], **settings)

    return make


@pytest.fixture
def signed_in(demo, web, browser, new_session):
    """Makes a session of the web client that has a token of Alice's."""

    def make(scope=EVERYTHING, *, include_client_id=None, **settings):
        session = new_session(scope=scope, **settings)
        session.fetch_token(
            demo.token_url,
            authorization_response=answer(demo, browser, session),
            client_secret=web["client_secret"],
            include_client_id=include_client_id,
        )
        return session

    return make


def answer(demo, browser, session, decision="allow"):
    """The redirect by which the authorization server answers the client."""
    url, _state = session.authorization_url(f"{demo.base_url}/oauth/authorize")
    return demo.decide(browser, url, decision)


def credentials(client):
    return {name: client[name] for name in ("client_id", "client_secret")}


def basic(client):
    return HTTPBasicAuth(client["client_id"], client["client_secret"])


@pytest.mark.parametrize("pkce", [None, "S256"])
@pytest.mark.parametrize("is_secret_in_body", [False, True])
def test_a_web_client_signs_alice_in(signed_in, microblog, pkce, is_secret_in_body):
    session = signed_in(pkce=pkce, include_client_id=is_secret_in_body)
    assert session.token["scope"] == EVERYTHING
    microblog.assert_everything_is_allowed(session)


def test_a_web_client_gets_no_more_than_it_asked_for(signed_in, microblog):
    microblog.assert_only_reading_is_allowed(signed_in(scope=["read"]))


@pytest.mark.parametrize("include_client_id", [None, True])
def test_a_desktop_client_signs_alice_in_on_a_port_of_its_own(
    demo, desktop, browser, microblog, include_client_id
):
    session = OAuth2Session(
        desktop["client_id"],
        redirect_uri="http://127.0.0.1:49152/callback",
        scope=EVERYTHING,
        pkce="S256",
    )
    redirect = answer(demo, browser, session)
    assert redirect.startswith("http://127.0.0.1:49152/callback?")
    session.fetch_token(
        demo.token_url, authorization_response=redirect, include_client_id=include_client_id
    )
    microblog.assert_everything_is_allowed(session)
    session.refresh_token(demo.token_url, client_id=desktop["client_id"])
    microblog.assert_everything_is_allowed(session)


def test_a_client_hears_that_alice_denied_it(demo, desktop, browser):
    session = OAuth2Session(
        desktop["client_id"], redirect_uri="http://127.0.0.1/callback", pkce="S256"
    )
    redirect = answer(demo, browser, session, "deny")
    with pytest.raises(AccessDeniedError):
        session.fetch_token(demo.token_url, authorization_response=redirect)


def test_a_code_is_of_no_use_to_a_session_with_another_verifier(
    demo, web, browser, new_session, microblog
):
    owner, thief = new_session(scope=EVERYTHING, pkce="S256"), new_session(pkce="S256")
    redirect = answer(demo, browser, owner)
    thief.authorization_url(demo.token_url)
    [code] = parse_qs(urlsplit(redirect).query)["code"]
    with pytest.raises(InvalidGrantError):
        thief.fetch_token(demo.token_url, code=code, client_secret=web["client_secret"])
    owner.fetch_token(
        demo.token_url, authorization_response=redirect, client_secret=web["client_secret"]
    )
    microblog.assert_everything_is_allowed(owner)


@pytest.mark.parametrize("is_secret_in_body", [False, True])
def test_a_refresh_gives_a_new_pair(demo, web, signed_in, microblog, is_secret_in_body):
    session = signed_in()
    before = session.token
    if is_secret_in_body:
        session.refresh_token(demo.token_url, **credentials(web))
    else:
        session.refresh_token(demo.token_url, auth=basic(web))
    assert session.token["access_token"] != before["access_token"]
    assert session.token["refresh_token"] != before["refresh_token"]
    microblog.assert_everything_is_allowed(session)


def test_an_expired_token_is_refreshed_on_the_way_to_the_api(
    demo, web, signed_in, new_session, microblog
):
    old = {**signed_in().token, "expires_in": -10, "expires_at": time.time() - 10}
    updated = []
    session = new_session(
        token=old,
        auto_refresh_url=demo.token_url,
        auto_refresh_kwargs=credentials(web),
        token_updater=updated.append,
    )
    sent = []
    session.register_compliance_hook(
        "refresh_token_request", lambda *request: sent.append(parse_qs(request[-1])) or request
    )
    microblog.assert_everything_is_allowed(session)
    [request] = sent
    assert request["allow_redirects"] == ["True"]  # meant for requests, and sent along
    assert [token["refresh_token"] for token in updated] == [session.token["refresh_token"]]
    assert session.token["refresh_token"] != old["refresh_token"]


def test_a_service_acts_for_itself(demo, service, microblog):
    client = BackendApplicationClient(service["client_id"], scope=["read"])
    session = OAuth2Session(client=client)
    session.fetch_token(demo.token_url, client_secret=service["client_secret"])
    assert "refresh_token" not in session.token
    assert microblog.search(session, "bob")["username"] == "bob"
    assert microblog.post(session, "Not sent").status_code == 403


def test_a_revoked_refresh_token_takes_the_access_token_with_it(demo, web, signed_in, microblog):
    session = signed_in()
    url, headers, body = session._client.prepare_token_revocation_request(
        demo.revocation_url.replace("http:", "https:"),
        session.token["refresh_token"],
        token_type_hint="refresh_token",
    )
    url = url.replace("https:", "http:")
    response = session.post(url, body, headers=headers, auth=basic(web), withhold_token=True)
    assert (response.status_code, response.json()) == (200, {})
    microblog.assert_nothing_is_allowed(session)
    with pytest.raises(InvalidGrantError):
        session.refresh_token(demo.token_url, auth=basic(web))


def test_a_client_introspects_its_token(demo, web, signed_in):
    session = signed_in(scope=["read"])
    response = session.post(
        f"{demo.base_url}/oauth/introspect",
        {"token": session.access_token},
        auth=basic(web),
        withhold_token=True,
    )
    told = response.json()
    assert (told["active"], told["username"], told["scope"]) == (True, "alice", "read")
