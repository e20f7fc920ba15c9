"""RFC 6819 §5.1.4.1.3: a dump of the database opens nothing."""

import pytest
from django.db import connection

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, AuthorizationCode, ClientSecret, RefreshToken
from tests.browser_session import VERIFIER

from .answers import json_of

pytestmark = pytest.mark.django_db


def dump():
    """Every value in every table, as one text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += cursor.fetchall()
    assert len(rows) > 20
    return "\n".join(readable(value) for row in rows for value in row)


def readable(value):
    """A value as somebody with the dump would search it."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


@pytest.fixture
def secrets(session):
    """All that was said in confidence during a flow with a replay of each kind."""
    code = session.code()
    first = json_of(session.exchange(code))
    second = json_of(session.refresh(first["refresh_token"]))
    session.refresh(first["refresh_token"])
    session.introspect(second["access_token"])
    session.call(second["access_token"])
    return {
        "code": code,
        "verifier": VERIFIER,
        "client secret": session.client.secret,
        "access token": first["access_token"],
        "refresh token": first["refresh_token"],
        "successor's access token": second["access_token"],
        "successor's refresh token": second["refresh_token"],
    }


def test_nothing_usable_is_in_a_dump(secrets):
    found = dump()
    assert [name for name, value in secrets.items() if value in found] == []
    assert [name for name, value in secrets.items() if value[3:46] in found] == []


def test_what_is_stored_is_a_plain_digest(secrets):
    stored = {
        AuthorizationCode: ["code"],
        AccessToken: ["access token", "successor's access token"],
        RefreshToken: ["refresh token", "successor's refresh token"],
        ClientSecret: ["client secret"],
    }
    for model, names in stored.items():
        digests = set(model.objects.values_list("digest", flat=True))
        assert digests == {secret.digest(secrets[name]) for name in names}


def test_a_sealed_answer_opens_only_with_the_spent_token(secrets):
    spent = RefreshToken.objects.exclude(sealed_successor=None).get()
    sealed = bytes(spent.sealed_successor)
    assert b"access_token" not in sealed
    for name, value in {**secrets, "digest": spent.digest}.items():
        if name == "refresh token":
            assert secrets["successor's access token"].encode() in secret.unseal(
                sealed, under=value
            )
        else:
            with pytest.raises(secret.SealError):
                secret.unseal(sealed, under=value)


def test_no_two_seals_are_alike():
    assert secret.seal(b"x", under="y") != secret.seal(b"x", under="y")


def test_the_shape_of_a_value_says_nothing_of_another():
    made = [secret.generate(secret.Kind.ACCESS_TOKEN) for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(secret.is_well_formed(value, secret.Kind.ACCESS_TOKEN) for value in made)
    assert not any(secret.is_well_formed(value, secret.Kind.REFRESH_TOKEN) for value in made)
