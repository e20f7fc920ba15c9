"""RFC 6749 §4.1 as a story: ask, allow, redeem, call; then everything that can go wrong."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, AuthorizationCode, Grant, RefreshToken
from oauth_provider.signals import authorization_code_replayed
from tests.browser_session import Session, answer_of, basic
from tests.factories import ClientFactory, PublicClientFactory

pytestmark = pytest.mark.django_db


def test_alice_lets_an_application_in_and_it_calls_the_api(session):
    page = session.ask()
    assert page.status_code == 200
    assert session.client.name in page.content.decode()

    answer = answer_of(session.decide(page))
    assert set(answer) == {"code", "state", "iss"}
    assert answer["state"] == "xyz"
    assert answer["iss"] == "http://testserver"

    response = session.exchange(answer["code"])
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert response["Pragma"] == "no-cache"

    token = response.json()
    assert set(token) == {
        "access_token",
        "token_type",
        "expires_in",
        "scope",
        "created_at",
        "refresh_token",
    }
    assert token["token_type"] == "Bearer"
    assert token["expires_in"] == 3600
    assert token["scope"] == "read write"
    assert isinstance(token["created_at"], int)
    assert session.call(token["access_token"]).json()["username"] == "alice"


def test_what_the_database_holds_cannot_be_used(session):
    code = session.code()
    token = session.exchange(code).json()

    assert AuthorizationCode.objects.get().digest == secret.digest(code)
    assert AccessToken.objects.get().digest == secret.digest(token["access_token"])
    assert RefreshToken.objects.get().digest == secret.digest(token["refresh_token"])


def test_everything_hangs_from_one_grant(session):
    session.tokens()

    grant = Grant.objects.get()
    assert grant.user == session.user
    assert grant.client == session.client
    assert grant.scope == "read write"
    assert grant.authorization_codes.count() == 1
    assert grant.access_tokens.count() == 1
    assert grant.refresh_tokens.count() == 1


def test_the_user_can_allow_less_than_was_asked(session):
    page = session.ask(scope="read write follow")
    code = answer_of(session.decide(page, scope=["read"]))["code"]

    assert session.exchange(code).json()["scope"] == "read"


def test_allowing_nothing_is_denying(session):
    answer = answer_of(session.decide(session.ask(), scope=[]))
    assert answer["error"] == "access_denied"


def test_denying_says_so_to_the_client(session):
    answer = answer_of(session.decide(session.ask(), "deny"))

    assert answer["error"] == "access_denied"
    assert answer["state"] == "xyz"
    assert answer["iss"] == "http://testserver"
    assert not Grant.objects.exists()


def test_a_form_without_a_decision_is_shown_again(session):
    response = session.decide(session.ask(), "maybe")
    assert response.status_code == 400
    assert not Grant.objects.exists()


def test_what_was_allowed_is_remembered_for_the_next_time(session):
    session.tokens()
    assert session.ask().status_code == 302


def test_more_than_was_allowed_is_asked_again(session):
    session.tokens()
    assert session.ask(scope="read write follow").status_code == 200


def test_a_child_of_what_was_allowed_is_not_asked_again(session):
    session.tokens()
    assert session.ask(scope="read:statuses").status_code == 302


def test_consent_is_forgotten_after_its_lifetime(session, settings):
    settings.OAUTH_PROVIDER_CONSENT_LIFETIME = timedelta(hours=1)
    session.tokens()
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        session.browser.force_login(session.user)
        assert session.ask().status_code == 200


def test_a_public_client_is_asked_about_every_time(desktop_session):
    desktop_session.tokens()
    assert desktop_session.ask().status_code == 200


def test_a_first_party_client_is_never_asked_about(alice):
    session = Session(PublicClientFactory(is_first_party=True), alice)
    assert "code" in answer_of(session.ask())


def test_somebody_who_is_not_signed_in_signs_in_first_and_comes_back_with_everything(web):
    response = Session(web).ask(state="a b")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/oauth/authorize%3F")
    assert "state%3Da%2Bb" in response["Location"]


@pytest.mark.parametrize(
    "state",
    ["a+b/c=&'\"<é> %20", "None", "", "\r\nX: y", "汉字", "x" * 2000, "%00", "{}"],
)
def test_state_comes_back_byte_for_byte(session, state):
    assert answer_of_blank(session.decide(session.ask(state=state)))["state"] == state
    assert answer_of_blank(session.decide(session.ask(state=state), "deny"))["state"] == state
    assert answer_of_blank(session.ask(state=state, scope="nonsense"))["state"] == state


def answer_of_blank(response):
    """As ``answer_of``, but a value may be empty."""
    from urllib.parse import parse_qsl, urlsplit

    query = urlsplit(response["Location"]).query
    return dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True))


def test_without_state_none_comes_back(session):
    assert "state" not in answer_of(session.decide(session.ask(state=None)))


def test_without_scope_the_default_one_is_asked_for(session):
    code = session.code(scope=None, allow=["read"])
    assert session.exchange(code).json()["scope"] == "read"


def test_without_redirect_uri_the_only_registered_one_is_used(session):
    code = session.code(redirect_uri=None)
    assert session.exchange(code, redirect_uri=None).status_code == 200


def test_a_redirect_uri_named_first_must_be_named_again(session):
    response = session.exchange(session.code(), redirect_uri=None)
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_grant"


def test_without_redirect_uri_a_client_with_two_of_them_gets_a_page(alice):
    web = ClientFactory(redirect_uris=["https://a.example/", "https://b.example/"])
    response = Session(web, alice).ask(redirect_uri=None)
    assert response.status_code == 400
    assert "Location" not in response


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "bogus"}, "unsupported_response_type"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"response_type": "code token"}, "unauthorized_client"),
        ({"scope": "nonsense"}, "invalid_scope"),
        ({"scope": 'say"hi'}, "invalid_scope"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"request": "e30."}, "request_not_supported"),
        ({"request_uri": "https://a.example/r"}, "request_uri_not_supported"),
    ],
)
def test_every_other_error_goes_back_to_the_client(session, changes, error):
    answer = answer_of(session.ask(**changes))

    assert answer["error"] == error
    assert answer["error_description"]
    assert answer["state"] == "xyz"
    assert answer["iss"] == "http://testserver"


def test_a_scope_beyond_the_clients_own_is_refused(alice):
    session = Session(ClientFactory(scope="read"), alice)
    assert answer_of(session.ask(scope="write"))["error"] == "invalid_scope"
    assert session.ask(scope="read:statuses").status_code == 200


def test_an_unknown_client_gets_a_page(session):
    response = session.ask(client_id="nobody")
    assert response.status_code == 400
    assert "Location" not in response
    assert "invalid_request" in response.content.decode()


def test_a_disabled_client_gets_a_page(session):
    session.client.disable(reason="spam", now=timezone.now())
    assert session.ask().status_code == 400


def test_both_spellings_of_every_endpoint_answer(session):
    assert session.browser.get("/oauth/authorize/", session.request()).status_code == 200
    for path in ("token", "revoke", "introspect"):
        assert session.post(f"/oauth/{path}").status_code == 400
        assert session.post(f"/oauth/{path}/").status_code == 400


@pytest.mark.parametrize("uri", ["urn:ietf:wg:oauth:2.0:oob", "urn:ietf:wg:oauth:2.0:oob:auto"])
def test_a_code_without_a_redirect_uri_is_shown_to_be_copied(alice, uri):
    session = Session(PublicClientFactory(redirect_uris=[uri]), alice)
    response = session.decide(session.ask())
    assert response["Location"].startswith("/oauth/authorize/native?code=oac")

    page = session.browser.get(response["Location"])
    code = page.content.decode().split('<code id="authorization_code">')[1].split("</code>")[0]
    assert session.exchange(code).status_code == 200


def test_an_error_without_a_redirect_uri_is_shown_and_never_redirected(alice):
    session = Session(PublicClientFactory(redirect_uris=["urn:ietf:wg:oauth:2.0:oob"]), alice)
    denied = session.decide(session.ask(), "deny")
    assert denied.status_code == 400
    assert "access_denied" in denied.content.decode()
    assert session.ask(scope="nonsense").status_code == 400


def test_the_native_page_shows_nothing_that_is_not_a_code(session):
    response = session.browser.get("/oauth/authorize/native?code=call+this+number")
    assert response.status_code == 400
    assert "call this number" not in response.content.decode()


def test_a_code_carried_by_hand_lives_ten_minutes_and_one_behind_a_redirect_sixty_seconds(alice):
    manual = Session(PublicClientFactory(redirect_uris=["urn:ietf:wg:oauth:2.0:oob"]), alice)
    code = manual.decide(manual.ask())["Location"].split("code=")[1]
    redirected = Session(ClientFactory(), alice)
    other = redirected.code()
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert redirected.exchange(other).json()["error"] == "invalid_grant"
        assert manual.exchange(code).status_code == 200


def test_a_loopback_client_gets_its_code_on_whatever_port_it_has(desktop_session):
    uri = "http://127.0.0.1:53412/callback"
    page = desktop_session.ask(redirect_uri=uri)
    response = desktop_session.decide(page)
    assert response["Location"].startswith(f"{uri}?code=")
    code = answer_of(response)["code"]
    assert desktop_session.exchange(code, redirect_uri=uri).status_code == 200


def test_a_private_use_scheme_gets_its_code(desktop_session):
    page = desktop_session.ask(redirect_uri="com.example.app:/callback")
    assert desktop_session.decide(page)["Location"].startswith("com.example.app:/callback?code=")


def test_a_replayed_code_ends_everything_that_was_issued_from_it(session):
    code = session.code()
    first = session.exchange(code).json()
    second = session.refresh(first["refresh_token"]).json()

    replay = session.exchange(code)
    assert replay.status_code == 400
    assert replay.json()["error"] == "invalid_grant"
    for token in (first["access_token"], second["access_token"]):
        assert session.call(token).status_code == 401
    assert session.refresh(second["refresh_token"]).status_code == 400


def test_a_replay_is_a_replay_however_late_it_comes(session):
    code = session.code()
    token = session.exchange(code).json()
    with time_machine.travel(timezone.now() + timedelta(minutes=30), tick=False):
        session.exchange(code)
        assert session.call(token["access_token"]).status_code == 401


def test_a_replay_without_possession_ends_nothing(session, bob):
    code = session.code()
    token = session.exchange(code).json()
    thief = Session(ClientFactory(redirect_uris=session.client.redirect_uris), bob)

    assert thief.exchange(code).json()["error"] == "invalid_grant"
    assert session.exchange(code, code_verifier="a" * 43).json()["error"] == "invalid_grant"
    assert (
        session.exchange(code, redirect_uri="https://a.example").json()["error"] == "invalid_grant"
    )
    assert session.call(token["access_token"]).status_code == 200


def test_another_client_cannot_redeem_a_code_nor_harm_it(session, bob):
    code = session.code()
    thief = Session(ClientFactory(redirect_uris=session.client.redirect_uris), bob)

    assert thief.exchange(code).json()["error"] == "invalid_grant"
    assert session.exchange(code).status_code == 200


def test_a_replay_is_announced_once(session, listen):
    with listen(authorization_code_replayed) as heard:
        code = session.code()
        for _ in range(3):
            session.exchange(code)
    assert [sent["grant"] for sent in heard] == [Grant.objects.get()]


def test_lifetimes_are_the_clients_before_the_sites(alice, settings):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = timedelta(minutes=20)
    five, day = timedelta(minutes=5), timedelta(hours=24)
    assert Session(ClientFactory(), alice).tokens()["expires_in"] == 1200
    assert Session(ClientFactory(access_token_lifetime=five), alice).tokens()["expires_in"] == 300
    assert Session(ClientFactory(access_token_lifetime=day), alice).tokens()["expires_in"] == 86400


def test_a_new_lifetime_never_touches_what_was_issued(session):
    token = session.tokens()
    session.client.access_token_lifetime = timedelta(seconds=1)
    session.client.save()
    with time_machine.travel(timezone.now() + timedelta(minutes=59), tick=False):
        assert session.call(token["access_token"]).status_code == 200


def test_an_access_token_never_outlives_its_grant(alice):
    session = Session(ClientFactory(grant_lifetime=timedelta(minutes=3)), alice)
    assert session.tokens()["expires_in"] == 180


def test_a_client_without_the_refresh_grant_gets_no_refresh_token(alice):
    session = Session(ClientFactory(grant_types=["authorization_code"]), alice)
    assert "refresh_token" not in session.tokens()
    assert session.refresh("x").json()["error"] == "unauthorized_client"


@pytest.mark.parametrize("content_type", ["application/json", "multipart", "form", "bare"])
def test_all_body_formats_get_the_same_answer(session, client, content_type):
    from urllib.parse import urlencode

    form = {
        "grant_type": "authorization_code",
        "code": session.code(),
        "redirect_uri": session.client.redirect_uris[0],
        "code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    }
    headers = basic(session.client.client_id, session.client.secret)
    urlencoded = urlencode(form)
    kinds = {
        "application/json": {"data": form, "content_type": "application/json"},
        "multipart": {"data": form},
        "form": {
            "data": urlencoded,
            "content_type": "application/x-www-form-urlencoded; charset=utf-8",
        },
        "bare": {"data": urlencoded, "content_type": ""},
    }
    response = client.post("/oauth/token", headers=headers, **kinds[content_type])
    assert response.status_code == 200, response.content


def test_unknown_parameters_are_ignored_repeated_or_not(session, client):
    url = "/oauth/authorize?" + "&".join(
        ["foo=1", "foo=2", *(f"{k}={v}" for k, v in session.request(scope="read").items())]
    )
    assert session.browser.get(url).status_code == 200
    response = session.exchange(session.code(), allow_redirects="True", oauth_info=["a", "b"])
    assert response.status_code == 200


def test_a_known_parameter_sent_twice_is_named(session, client):
    response = session.exchange(["a", "b"])
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_request"
    assert "code" in response.json()["error_description"]
