"""RFC 7009: whose tokens may a client end?"""

import pytest

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Grant

from .answers import assert_error, assert_invalid_token, json_of

pytestmark = pytest.mark.django_db

HINTS = [None, "", "access_token", "refresh_token", "bogus", "id_token", "\U0001f98a", "h" * 5000]
UNKNOWN = {
    "a word": "x",
    "a well-formed access token": secret.generate(secret.Kind.ACCESS_TOKEN),
    "a well-formed refresh token": secret.generate(secret.Kind.REFRESH_TOKEN),
    "a client secret": secret.generate(secret.Kind.CLIENT_SECRET),
    "60 000 letters": "a" * 60_000,
    "four bytes": "\U0001f98a",
    "SQL": "' OR 1=1 --",
    "wildcards": "%",
    "blank": " ",
}


def test_a_revoked_access_token_is_dead_at_once_and_alone(session):
    tokens = session.tokens()
    assert json_of(session.revoke(tokens["access_token"])) == {}
    assert_invalid_token(session.call(tokens["access_token"]))
    assert session.refresh(tokens["refresh_token"]).status_code == 200


def test_a_revoked_refresh_token_takes_everything_with_it(session):
    first = session.tokens()
    second = json_of(session.refresh(first["refresh_token"]))
    assert json_of(session.revoke(second["refresh_token"])) == {}
    for tokens in (first, second):
        assert_invalid_token(session.call(tokens["access_token"]))
        assert_error(session.refresh(tokens["refresh_token"]), "invalid_grant")


def test_a_spent_refresh_token_still_takes_everything_with_it(session):
    first = session.tokens()
    second = json_of(session.refresh(first["refresh_token"]))
    session.revoke(first["refresh_token"])
    assert_invalid_token(session.call(second["access_token"]))


@pytest.mark.parametrize("hint", HINTS)
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_wrong_hint_hides_nothing(session, hint, kind):
    tokens = session.tokens()
    assert session.revoke(tokens[kind], token_type_hint=hint).status_code == 200
    assert_invalid_token(session.call(tokens["access_token"]))


@pytest.mark.parametrize("token", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_token_is_as_good_as_revoked(session, token):
    response = session.revoke(token)
    assert (response.status_code, response.json()) == (200, {})


def test_revoking_twice_is_fine(session):
    tokens = session.tokens()
    for _ in range(2):
        assert session.revoke(tokens["access_token"]).status_code == 200
        assert session.revoke(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_another_clients_token_is_not_revoked(session, outsider, public_outsider, kind):
    tokens = session.tokens()
    for thief in (outsider, public_outsider):
        assert_error(thief.revoke(tokens[kind]), "unauthorized_client", 403)
    assert session.call(tokens["access_token"]).status_code == 200
    assert session.refresh(tokens["refresh_token"]).status_code == 200


def test_another_public_clients_token_is_not_revoked(desktop_session, public_outsider):
    tokens = desktop_session.tokens()
    assert_error(public_outsider.revoke(tokens["access_token"]), "unauthorized_client", 403)
    assert desktop_session.call(tokens["access_token"]).status_code == 200


def test_a_resource_server_revokes_nobody_elses_token(session, watcher):
    tokens = session.tokens()
    assert_error(watcher.revoke(tokens["access_token"]), "unauthorized_client", 403)
    assert session.call(tokens["access_token"]).status_code == 200


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_public_client_revokes_its_own(desktop_session, kind):
    tokens = desktop_session.tokens()
    assert json_of(desktop_session.revoke(tokens[kind])) == {}
    assert_invalid_token(desktop_session.call(tokens["access_token"]))


@pytest.mark.parametrize("value", [None, "", "wrong"])
def test_a_confidential_client_without_its_secret_revokes_nothing(session, value):
    tokens = session.tokens()
    response = session.revoke(tokens["access_token"], client_secret=value)
    assert_error(response, "invalid_client", 401)
    assert session.call(tokens["access_token"]).status_code == 200


@pytest.mark.parametrize("token", [None, "", "a\x00b"])
def test_no_token_is_an_invalid_request(session, token):
    assert_error(session.revoke(token), "invalid_request")


def test_a_code_and_a_digest_are_no_tokens(session):
    code = session.code()
    tokens = json_of(session.exchange(code))
    for value in (code, AccessToken.objects.get().digest, tokens["access_token"].swapcase()):
        assert session.revoke(value).json() == {}
    assert session.call(tokens["access_token"]).status_code == 200
    assert Grant.objects.get().revoked_at is None
