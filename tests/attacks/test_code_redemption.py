"""RFC 6749 §4.1.3 and §10.5: a code is redeemed once, by its client, as it was asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, AuthorizationCode, Grant, RefreshToken
from tests.browser_session import Session
from tests.factories import ClientFactory

from .answers import assert_error, assert_invalid_token, counts

pytestmark = pytest.mark.django_db

OTHER_URIS = [
    "https://evil.example/",
    "https://client.example/callback/",
    "https://client.example/callback#x",
    "https://CLIENT.example/callback",
    "https://client.example/callback\x00",
    "https://client.example/callb\u0430ck",
    "http://[::1",
]
RUBBISH = {
    "10 000 letters": "a" * 10_000,
    "NUL": "oac\x00" + "a" * 48,
    "blank": " ",
    "four bytes": "\U0001f98a",
    "a well-formed one": secret.generate(secret.Kind.AUTHORIZATION_CODE),
    "a digest": "0" * 64,
    "SQL": "' OR 1=1 --",
    "wildcards": "%_%",
}


def age(queryset):
    """Let it have expired a moment ago."""
    assert queryset.update(expires_at=timezone.now() - timedelta(microseconds=1))


def test_another_client_cannot_redeem_a_code_nor_harm_it(session, outsider, public_outsider):
    code = session.code()
    for thief in (outsider, public_outsider):
        assert_error(
            thief.exchange(code, redirect_uri=session.client.redirect_uris[0]), "invalid_grant"
        )
    assert session.exchange(code).status_code == 200


def test_another_client_that_replays_a_code_harms_nobody(session, outsider, public_outsider):
    code = session.code()
    tokens = session.exchange(code).json()
    for thief in (outsider, public_outsider):
        assert_error(thief.exchange(code), "invalid_grant")
    assert session.call(tokens["access_token"]).status_code == 200
    assert session.refresh(tokens["refresh_token"]).status_code == 200


def test_a_replay_without_the_secret_harms_nobody(session):
    code = session.code()
    tokens = session.exchange(code).json()
    assert_error(session.exchange(code, client_secret="wrong"), "invalid_client", 401)
    assert session.call(tokens["access_token"]).status_code == 200


@pytest.mark.parametrize(
    "proof", [{"code_verifier": "x" * 43}, {"redirect_uri": "https://e.example/"}]
)
def test_a_replay_without_proof_of_possession_harms_nobody(desktop_session, proof):
    code = desktop_session.code()
    tokens = desktop_session.exchange(code).json()
    assert desktop_session.exchange(code, **proof).status_code == 400
    assert desktop_session.call(tokens["access_token"]).status_code == 200


@pytest.mark.parametrize("uri", OTHER_URIS)
def test_another_redirect_uri_is_an_invalid_grant(session, uri):
    response = session.exchange(session.code(), redirect_uri=uri)
    assert_error(response, "invalid_request" if "\x00" in uri else "invalid_grant")
    assert not AccessToken.objects.exists()


def test_another_registered_redirect_uri_is_an_invalid_grant(session):
    session.client.redirect_uris = [*session.client.redirect_uris, "https://client.example/other"]
    session.client.save()
    response = session.exchange(session.code(), redirect_uri="https://client.example/other")
    assert_error(response, "invalid_grant")


def test_another_loopback_port_is_an_invalid_grant(desktop_session):
    code = desktop_session.code(redirect_uri="http://127.0.0.1:4000/callback")
    at_another = desktop_session.exchange(code, redirect_uri="http://127.0.0.1:4001/callback")
    assert_error(at_another, "invalid_grant")
    at_the_same = desktop_session.exchange(code, redirect_uri="http://127.0.0.1:4000/callback")
    assert at_the_same.status_code == 200


@pytest.mark.parametrize("uri", [None, ""])
def test_a_redirect_uri_that_was_sent_must_be_sent_again(session, uri):
    assert_error(session.exchange(session.code(), redirect_uri=uri), "invalid_grant")


def test_a_replay_ends_everything_that_came_from_the_code(session):
    code = session.code()
    first = session.exchange(code).json()
    second = session.refresh(first["refresh_token"]).json()
    assert_error(session.exchange(code), "invalid_grant")
    for tokens in (first, second):
        assert_invalid_token(session.call(tokens["access_token"]))
        assert_error(session.refresh(tokens["refresh_token"]), "invalid_grant")
    assert Grant.objects.get().revoked_at is not None


def test_a_replay_is_noticed_long_after_the_code_has_expired(session):
    code = session.code()
    tokens = session.exchange(code).json()
    age(AuthorizationCode.objects.all())
    assert_error(session.exchange(code), "invalid_grant")
    assert_invalid_token(session.call(tokens["access_token"]))


def test_a_replay_ends_nothing_that_came_from_another_code(session):
    replayed, other = session.code(), session.code()
    tokens = session.exchange(other).json()
    for _ in range(3):
        session.exchange(replayed)
    assert session.call(tokens["access_token"]).status_code == 200


def test_replays_write_nothing(session):
    code = session.code()
    session.exchange(code)
    before = counts()
    for _ in range(5):
        assert_error(session.exchange(code), "invalid_grant")
    assert counts() == before


def test_an_expired_code_is_refused_for_good(session):
    code = session.code()
    age(AuthorizationCode.objects.all())
    for _ in range(2):
        assert_error(session.exchange(code), "invalid_grant")
    assert not AccessToken.objects.exists()


def test_a_code_of_an_ended_authorization_is_refused(session):
    code = session.code()
    age(Grant.objects.all())
    assert_error(session.exchange(code), "invalid_grant")


def test_a_code_of_a_revoked_authorization_is_refused(session):
    code = session.code()
    Grant.objects.get().revoke(timezone.now())
    assert_error(session.exchange(code), "invalid_grant")


def test_a_code_of_a_deactivated_user_is_refused(session):
    code = session.code()
    session.user.is_active = False
    session.user.save()
    assert_error(session.exchange(code), "invalid_grant")


def test_a_code_of_a_deleted_user_is_refused(session):
    code = session.code()
    session.user.delete()
    assert_error(session.exchange(code), "invalid_grant")


def test_a_code_of_a_disabled_client_is_refused(session):
    code = session.code()
    session.client.disable(reason="abuse", now=timezone.now())
    assert_error(session.exchange(code), "invalid_client", 401)
    assert not AccessToken.objects.exists()


def test_a_code_whose_row_is_gone_is_refused(session):
    code = session.code()
    AuthorizationCode.objects.all().delete()
    assert_error(session.exchange(code), "invalid_grant")


def test_a_client_that_may_no_longer_use_codes_redeems_none(session):
    code = session.code()
    session.client.grant_types = ["client_credentials"]
    session.client.save()
    assert_error(session.exchange(code), "unauthorized_client")


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_token_is_no_code(session, kind):
    token = session.tokens()[kind]
    assert_error(session.exchange(token), "invalid_grant")


def test_the_digest_of_a_code_is_no_code(session):
    session.code()
    assert_error(session.exchange(AuthorizationCode.objects.get().digest), "invalid_grant")


@pytest.mark.parametrize("alter", [str.upper, str.lower, str.swapcase, lambda code: f"{code} "])
def test_a_code_in_other_letters_is_another_code_on_every_database(session, alter):
    assert_error(session.exchange(alter(session.code())), "invalid_grant")


@pytest.mark.parametrize("code", RUBBISH.values(), ids=RUBBISH)
def test_rubbish_is_no_code(session, code):
    session.code()
    error = "invalid_request" if "\x00" in code else "invalid_grant"
    assert_error(session.exchange(code), error)


@pytest.mark.parametrize("code", [None, ""])
def test_no_code_is_an_invalid_request(session, code):
    assert_error(session.exchange(code), "invalid_request")


@pytest.mark.parametrize("scope", ["read write follow", "admin", "\U0001f98a", "a" * 5000])
def test_a_scope_at_the_token_endpoint_widens_nothing(session, scope):
    response = session.exchange(session.code(scope="read", allow=["read"]), scope=scope)
    if response.status_code == 200:
        assert response.json()["scope"] == "read"
    granted = {*AccessToken.objects.values_list("scope", flat=True)}
    granted |= {*RefreshToken.objects.values_list("scope", flat=True)}
    assert granted <= {"read"}


def test_a_code_is_redeemed_for_its_user_whoever_is_named(session, bob):
    response = session.exchange(session.code(), user="bob", user_id=bob.pk, username="bob")
    assert session.call(response.json()["access_token"]).json()["username"] == "alice"


def test_a_client_without_refresh_tokens_gets_none(alice):
    client = ClientFactory(grant_types=["authorization_code"])
    session = Session(client, alice)
    assert "refresh_token" not in session.tokens()
    assert not RefreshToken.objects.exists()
