"""Mastodon.py, as it comes from PyPI."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from mastodon import (
    Mastodon,
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonNotFoundError,
    MastodonUnauthorizedError,
)
from requests import Response, Session
from requests.adapters import HTTPAdapter

from tests.live import decision_form

from .native import code_on

SCOPES = ["read", "write", "follow"]
METADATA = "/.well-known/oauth-authorization-server"
RELATIONSHIPS = {
    "follow": ("unfollow", "following"),
    "block": ("unblock", "blocking"),
    "mute": ("unmute", "muting"),
}


class BeforeMetadata(HTTPAdapter):
    """As if the server knew no metadata, like Mastodon before 4.3."""

    def send(self, request, **options):
        if urlsplit(request.url).path != METADATA:
            return super().send(request, **options)
        response = Response()
        response.status_code, response.url, response._content = 404, request.url, b""
        return response


@pytest.fixture(scope="module")
def new_client(demo):
    """Registers an application, and makes a client of it."""

    def make(scopes=SCOPES, **settings):
        client_id, client_secret = Mastodon.create_app(
            "Mastodon.py", scopes, website="https://client.example/", api_base_url=demo.base_url
        )
        return Mastodon(client_id, client_secret, api_base_url=demo.base_url, **settings)

    return make


@pytest.fixture(scope="module")
def sign_in(copied_code):
    """Signs Alice in, by the code that she copies."""

    def signing_in(client, scopes=SCOPES):
        url = client.auth_request_url(scopes=scopes, allow_http=True)
        client.log_in(code=copied_code(url), scopes=scopes, allow_http=True)
        return client

    return signing_in


@pytest.fixture
def signed_in(new_client, sign_in):
    """Makes a client with a token of Alice's."""

    def make(scopes=SCOPES):
        return sign_in(new_client(scopes), scopes)

    return make


@pytest.fixture(scope="module")
def alice(new_client, sign_in):
    """Alice at the API."""
    return sign_in(new_client())


def submit(http, page, form):
    """The page that follows on a form."""
    return http.post(page.url, form, headers={"Referer": page.url})


def test_alice_signs_in_with_a_code_that_she_copies(signed_in):
    client = signed_in()
    assert client.account_verify_credentials().username == "alice"
    assert (client.mastodon_major, client.mastodon_api_version) == (4, 2)


def test_alice_signs_in_where_the_server_redirects_her(demo, browser, register):
    redirect_uri = "http://localhost:5000/callback"
    client = Mastodon(**register(redirect_uri, SCOPES), api_base_url=demo.base_url)
    url = client.auth_request_url(
        redirect_uris=redirect_uri, scopes=SCOPES, state="a state", allow_http=True
    )
    answer = parse_qs(urlsplit(demo.decide(browser, url)).query)
    assert answer["state"] == ["a state"]
    client.log_in(code=answer["code"][0], redirect_uri=redirect_uri, scopes=SCOPES, allow_http=True)
    assert client.me().username == "alice"


def test_a_client_goes_on_from_a_file(demo, copied_code, tmp_path):
    app, token = str(tmp_path / "app"), str(tmp_path / "token")
    Mastodon.create_app("From a file", SCOPES, to_file=app, api_base_url=demo.base_url)
    client = Mastodon(app)
    code = copied_code(client.auth_request_url(scopes=SCOPES, allow_http=True))
    client.log_in(code=code, scopes=SCOPES, to_file=token, allow_http=True)
    assert Mastodon(access_token=token, version_check_mode="created").me().username == "alice"


def test_alice_is_not_asked_twice(browser, signed_in):
    url = signed_in().auth_request_url(scopes=SCOPES, allow_http=True)
    answer = browser.get(url, allow_redirects=False)
    assert answer.headers["Location"].startswith("/oauth/authorize/native?code=")


def test_alice_is_asked_again_where_the_client_insists(browser, signed_in):
    client = signed_in()
    url = client.auth_request_url(scopes=SCOPES, force_login=True, allow_http=True)
    consent = browser.get(url)
    shown = submit(browser, consent, decision_form(consent.text))
    client.log_in(code=code_on(shown), scopes=SCOPES, allow_http=True)
    assert client.me().username == "alice"


def test_a_client_complains_if_alice_allows_less(demo, browser, new_client):
    client = new_client()
    page = browser.get(client.auth_request_url(scopes=SCOPES, allow_http=True))
    form = {**decision_form(page.text), "scope": ["read"]}
    shown = submit(browser, page, form)
    with pytest.raises(MastodonAPIError, match="do not contain all of the requested scopes"):
        client.log_in(code=code_on(shown), scopes=SCOPES, allow_http=True)
    assert client.me().username == "alice"


def test_an_application_asks_what_the_server_knows_of_it(alice):
    app = alice.app_verify_credentials()
    assert (app.name, app.website) == ("Mastodon.py", "https://client.example/")
    assert (app.redirect_uris, app.scopes) == (["urn:ietf:wg:oauth:2.0:oob"], SCOPES)


def test_a_refresh_token_gives_a_new_pair(signed_in):
    client = signed_in()
    before, refresh_token = client.access_token, client._refresh_token
    client.log_in(refresh_token=refresh_token, scopes=SCOPES, allow_http=True)
    assert client.access_token != before
    assert client._refresh_token != refresh_token
    assert client.me().username == "alice"


def test_a_refresh_can_narrow_but_not_widen(signed_in):
    client = signed_in(["read"])
    with pytest.raises(MastodonIllegalArgumentError, match="invalid_scope"):
        client.log_in(refresh_token=client._refresh_token, scopes=SCOPES, allow_http=True)
    client.log_in(refresh_token=client._refresh_token, scopes=["read:accounts"], allow_http=True)
    assert client.me().username == "alice"
    with pytest.raises(MastodonAPIError, match="outside the authorized scopes"):
        client.search("bob")


def test_a_code_is_no_refresh_token_and_stays_good(new_client, copied_code):
    client = new_client()
    code = copied_code(client.auth_request_url(scopes=SCOPES, allow_http=True))
    with pytest.raises(MastodonIllegalArgumentError, match="invalid_grant"):
        client.log_in(refresh_token=code, scopes=SCOPES, allow_http=True)
    client.log_in(code=code, scopes=SCOPES, allow_http=True)
    assert client.me().username == "alice"


def test_a_password_is_not_taken(new_client):
    with pytest.raises(MastodonIllegalArgumentError, match="Password flow is not supported"):
        new_client().log_in("alice", "a password", scopes=SCOPES, allow_http=True)


def test_a_client_that_knows_no_metadata_finds_every_endpoint(new_client, sign_in):
    with Session() as http:
        http.mount("http://", BeforeMetadata())
        client = sign_in(new_client(["profile"], session=http), ["profile"])
        assert client.oauth_authorization_server_info() == {}
        assert client.oauth_userinfo().preferred_username == "alice"
        client.revoke_access_token()


def test_a_revoked_token_has_ended_and_alice_signs_in_again(demo, signed_in, sign_in):
    client = signed_in()
    revoked = client.access_token
    client.revoke_access_token(allow_http=True)
    with pytest.raises(MastodonUnauthorizedError, match="access token was revoked"):
        Mastodon(access_token=revoked, api_base_url=demo.base_url).me()
    assert sign_in(client).me().username == "alice"


def test_a_status_is_posted_once_for_each_key(alice):
    draft = {
        "status": f"Sent by Mastodon.py, {uuid4()}",
        "idempotency_key": str(uuid4()),
        "visibility": "unlisted",
        "spoiler_text": "A warning",
        "sensitive": True,
    }
    status, repeated = alice.status_post(**draft), alice.status_post(**draft)
    assert repeated.id == status.id
    assert status.content == f"<p>{draft['status']}</p>"
    assert (status.visibility, status.spoiler_text) == ("unlisted", "A warning")
    assert status.sensitive is True
    assert status.application.name == "Mastodon.py"


def test_a_status_is_read_replied_to_and_deleted(alice):
    status = alice.status_post("How are you?")
    reply = alice.status_reply(status, "Fine.")
    assert [each.id for each in alice.status_context(status.id).descendants] == [reply.id]
    assert alice.status_context(reply.id).ancestors[0].id == status.id
    assert alice.status_delete(status.id).text == "How are you?"
    with pytest.raises(MastodonNotFoundError, match="Record not found"):
        alice.status(status.id)


def test_timelines_are_read_a_page_at_a_time(alice):
    first, second, third = (alice.status_post(f"Number {number}").id for number in range(3))
    newest = alice.timeline_home(limit=2)
    older = alice.fetch_next(newest)
    assert [status.id for status in newest] == [third, second]
    assert older[0].id == first
    assert alice.fetch_previous(older) == newest
    for everybodys in (alice.timeline_public(), alice.timeline_local()):
        assert [status.id for status in everybodys[:3]] == [third, second, first]
    assert alice.account_statuses(alice.me().id, limit=1)[0].id == third


@pytest.mark.parametrize("act", RELATIONSHIPS)
def test_alice_changes_her_mind_about_yuki(alice, act):
    undo, name = RELATIONSHIPS[act]
    [yuki] = alice.account_search("yuki")
    for method, is_so in ((act, True), (undo, False)):
        assert getattr(alice, f"account_{method}")(yuki.id)[name] is is_so
        [relationship] = alice.account_relationships([yuki.id])
        assert (relationship.id, relationship[name]) == (str(yuki.id), is_so)


def test_alice_finds_people_and_statuses(demo, alice):
    text = f"Findable {uuid4()}"
    status = alice.status_post(text)
    assert [found.id for found in alice.search(text).statuses] == [status.id]
    bob = alice.account_lookup(f"bob@{urlsplit(demo.base_url).netloc}")
    [found] = alice.search("bob", result_type="accounts").accounts
    assert bob.id == found.id == alice.account(bob.id).id == alice.account_search("bob")[0].id


def test_anybody_asks_which_server_it_is(demo):
    instance = Mastodon(api_base_url=demo.base_url).instance()
    assert f"http://{instance.domain}" == demo.base_url
    assert instance.configuration.statuses.max_characters == 500


def test_each_refusal_has_its_exception(demo, alice, signed_in):
    stranger = Mastodon(access_token="unknown", api_base_url=demo.base_url)
    with pytest.raises(MastodonUnauthorizedError, match="The access token is invalid"):
        stranger.me()
    with pytest.raises(MastodonAPIError, match=r"403.*outside the authorized scopes"):
        signed_in(["read"]).status_post("Not sent")
    with pytest.raises(MastodonNotFoundError, match="Record not found"):
        alice.account_follow(0)
    with pytest.raises(MastodonAPIError, match=r"422.*Status can't be blank"):
        alice.status_post("")
