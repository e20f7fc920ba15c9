"""RFC 6749 §10.10: secrets of which only a slow hash is known tell nobody more than others."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.models import ClientSecret
from oauth_provider.protocol.client_auth import slow_secrets
from tests.browser_session import basic
from tests.factories import ServiceFactory

from .answers import TOKEN, assert_error

pytestmark = pytest.mark.django_db

SECRET = "a secret that was not made here, and is long"


class CountingHasher(MD5PasswordHasher):
    """Stands for a slow one; ``verified`` counts what would take its time."""

    algorithm = "counting"
    verified = 0

    def verify(self, password, encoded):
        type(self).verified += 1
        return super().verify(password, encoded)


@pytest.fixture(autouse=True)
def hasher(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.verified = 0
    return CountingHasher


@pytest.fixture
def imported(db):
    return imported_client(SECRET)


def imported_client(value):
    client = ServiceFactory()
    client.secrets.update(digest="", password_hash=make_password(value), last_four="")
    slow_secrets.forget()
    return client


def ask(client_id, value, **extra):
    form = {"grant_type": "client_credentials"}
    return Browser().post(TOKEN, form, headers=basic(client_id, value), **extra)


def test_it_is_hashed_slowly_once_and_never_again(imported, hasher):
    for _ in range(3):
        assert ask(imported.client_id, SECRET).status_code == 200
    assert hasher.verified == 1
    row = ClientSecret.objects.get()
    assert (row.password_hash, row.last_four, len(row.digest)) == ("", "long", 64)


def test_a_short_one_is_never_digested(hasher):
    client = imported_client("x" * 31)
    for _ in range(2):
        assert ask(client.client_id, "x" * 31).status_code == 200
    assert hasher.verified == 2
    assert ClientSecret.objects.get().digest == ""


def test_a_wrong_one_digests_nothing(imported):
    before = ClientSecret.objects.values().get()
    assert_error(ask(imported.client_id, "wrong" * 10), "invalid_client", 401)
    assert ClientSecret.objects.values().get() == before


def test_an_unknown_client_takes_as_long_as_a_wrong_secret_of_either_kind(imported, hasher):
    fast = ServiceFactory()
    for client_id in ("unknown", imported.client_id, fast.client_id):
        hasher.verified = 0
        assert_error(ask(client_id, "wrong"), "invalid_client", 401)
        assert hasher.verified == 1


def test_a_right_secret_of_the_fast_kind_stays_fast(imported, hasher):
    fast = ServiceFactory()
    assert ask(fast.client_id, fast.secret).status_code == 200
    assert hasher.verified == 0


def test_without_such_secrets_nothing_is_slow(hasher):
    fast = ServiceFactory()
    for client_id in ("unknown", fast.client_id):
        assert_error(ask(client_id, "wrong"), "invalid_client", 401)
    assert hasher.verified == 0


def test_one_request_costs_one_slow_hash_however_it_spells_its_credentials(imported, hasher):
    ask(imported.client_id, "%41+%42")
    assert hasher.verified == 1


def test_guessing_from_one_address_stops_costing_processor_time(imported, hasher, settings):
    settings.OAUTH_PROVIDER_FAILURES_PER_ADDRESS = 3
    fast = ServiceFactory()
    for number in range(10):
        ask(f"unknown{number}", "wrong")
    assert hasher.verified == 3
    assert ask(imported.client_id, SECRET).status_code == 429
    assert ask(fast.client_id, fast.secret).status_code == 200
    assert ask(imported.client_id, SECRET, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_revoked_one_lets_nobody_in(imported, hasher):
    ClientSecret.objects.revoke(timezone.now())
    assert_error(ask(imported.client_id, SECRET), "invalid_client", 401)
    assert hasher.verified == 0


def test_an_expired_one_is_told_only_to_who_knows_it(imported):
    ClientSecret.objects.expire_by(timezone.now())
    assert "has expired" in ask(imported.client_id, SECRET).json()["error_description"]
    assert "has expired" not in ask(imported.client_id, "wrong").json()["error_description"]


def test_a_disabled_client_takes_as_long_as_an_unknown_one(imported, hasher):
    imported.disable(reason="abuse", now=timezone.now())
    assert_error(ask(imported.client_id, SECRET), "invalid_client", 401)
    assert hasher.verified == 1
