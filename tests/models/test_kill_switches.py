"""What ends together with a user, a client or a consent."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from oauth_provider.models import AccessToken, AuthorizationCode, Grant, RefreshToken

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(session):
    """What a client of alice's holds: an access token, a refresh token and an unused code."""
    token = session.tokens()
    return {**token, "code": session.code()}


def assert_all_dead(session, held):
    assert session.call(held["access_token"]).status_code == 401
    assert session.introspect(held["access_token"]).json() == {"active": False}
    assert session.refresh(held["refresh_token"]).json()["error"] == "invalid_grant"
    assert session.exchange(held["code"]).json()["error"] == "invalid_grant"


def test_deactivating_a_user_ends_everything_for_good(session, held):
    session.user.is_active = False
    session.user.save()
    assert_all_dead(session, held)

    session.user.is_active = True
    session.user.save()
    assert_all_dead(session, held)


def test_deactivating_users_in_bulk_stops_their_tokens_at_once(session, held):
    get_user_model().objects.update(is_active=False)
    assert_all_dead(session, held)


def test_deleting_a_user_deletes_everything(session, held):
    session.user.delete()
    for model in (Grant, AccessToken, RefreshToken, AuthorizationCode):
        assert not model.objects.exists()
    assert session.call(held["access_token"]).status_code == 401


def test_a_new_password_ends_what_was_allowed_with_the_old_one(session, held):
    session.user.set_password("a new one")
    session.user.save()
    assert_all_dead(session, held)


def test_a_site_can_keep_grants_over_a_new_password(session, held, settings):
    settings.OAUTH_PROVIDER_REVOKE_ON_PASSWORD_CHANGE = False
    session.user.set_password("a new one")
    session.user.save()
    assert session.call(held["access_token"]).status_code == 200


def test_upgrading_the_hash_of_the_same_password_ends_nothing(session, held, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    session.user.password = make_password("correct", hasher="md5")
    session.user.save()
    assert session.user.check_password("correct")
    assert session.user.password.startswith("pbkdf2")
    assert session.call(held["access_token"]).status_code == 200


def test_saving_a_user_for_any_other_reason_ends_nothing(session, held):
    session.user.first_name = "Alice"
    session.user.save()
    session.browser.force_login(session.user)
    assert session.call(held["access_token"]).status_code == 200


def test_disabling_a_client_stops_it_and_enabling_it_lets_it_go_on(session, held):
    session.client.disable(reason="spam", now=timezone.now())
    assert session.call(held["access_token"]).status_code == 401
    assert session.refresh(held["refresh_token"]).status_code == 401

    session.client.enable()
    assert session.call(held["access_token"]).status_code == 200
    assert session.refresh(held["refresh_token"]).status_code == 200


def test_deleting_a_client_deletes_everything(session, held):
    session.client.delete()
    assert not Grant.objects.exists()
    assert session.call(held["access_token"]).status_code == 401


def test_revoking_a_grant_is_one_update_of_one_row(session, held, measure):
    grant = RefreshToken.objects.get().grant
    with measure() as cost:
        assert grant.revoke(timezone.now())
    assert (cost.queries, cost.writes) == (1, 1)
    assert session.call(held["access_token"]).status_code == 401


def test_a_grant_is_revoked_once(session, held):
    grant = Grant.objects.first()
    assert grant.revoke(timezone.now())
    assert not grant.revoke(timezone.now())


def test_narrowing_a_grant_is_obeyed_at_once(session, held):
    Grant.objects.update(scope="write")
    assert session.call(held["access_token"]).status_code == 403


def test_narrowing_a_client_is_obeyed_at_once(session, held):
    session.client.scope = "write"
    session.client.save()
    assert session.call(held["access_token"]).status_code == 403


def test_a_scope_that_is_no_longer_defined_allows_nothing(session, held):
    from oauth_provider.models import Scope

    Scope.objects.filter(name="read").delete()
    for scope in Scope.objects.all():
        scope.save()
    assert session.call(held["access_token"]).status_code == 403
