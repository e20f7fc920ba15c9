"""Statements whose text is kept do what the ORM's own would do."""

from datetime import timedelta

import pytest
from django.db.models.signals import post_save, pre_save
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, ClientSecret, RefreshToken, client_with_secrets
from tests.factories import AccessTokenFactory, ClientFactory, GrantFactory, RefreshTokenFactory

pytestmark = pytest.mark.django_db
VALUE = "a value"


def everything(instance):
    """Each column and its value."""
    return {field.attname: getattr(instance, field.attname) for field in instance._meta.fields}


@pytest.mark.parametrize("factory", [AccessTokenFactory, RefreshTokenFactory])
def test_a_token_is_found_as_a_queryset_finds_it(factory, django_assert_num_queries):
    digest = secret.digest(VALUE)
    made = factory(digest=digest, grant__client__metadata={"a": [1]}, scope="read")
    expected = type(made).objects.select_related("grant__client", "grant__user").get()

    for _first_compiled_then_kept in range(2):
        with django_assert_num_queries(1):
            found = type(made).find(VALUE)
            grant, user, client = found.grant, found.grant.user, found.grant.client

        assert everything(found) == everything(expected)
        assert everything(grant) == everything(expected.grant)
        assert everything(user) == everything(expected.grant.user)
        assert everything(client) == everything(expected.grant.client)


def test_a_grant_without_a_user_has_none(django_assert_num_queries):
    AccessTokenFactory(digest=secret.digest(VALUE), grant=GrantFactory(user=None))

    with django_assert_num_queries(1):
        assert AccessToken.find(VALUE).grant.user is None


def test_nothing_is_found_for_another_value():
    AccessTokenFactory()

    assert AccessToken.find(VALUE) is None


def test_a_client_gets_its_own_tokens_alone(django_assert_num_queries):
    made = RefreshTokenFactory(digest=secret.digest(VALUE))

    with django_assert_num_queries(1):
        found = RefreshToken.find_of(made.grant.client, VALUE)
        assert found.grant.client == made.grant.client
    assert RefreshToken.find_of(ClientFactory(), VALUE) is None


def test_clients_come_with_each_of_their_secrets(django_assert_num_queries):
    client, other = ClientFactory(), ClientFactory()
    secrets = {client.pk: {each.pk for each in client.secrets.all()}, other.pk: set()}
    secrets[client.pk].add(ClientSecret.objects.issue(client=client)[0].pk)
    other.secrets.all().revoke(timezone.now())

    with django_assert_num_queries(1):
        rows = client_with_secrets.named([client.client_id, other.client_id])

    found = {pk: {row.secret_id for row in rows if row.pk == pk} for pk in secrets}
    assert found == {client.pk: secrets[client.pk], other.pk: {None}}


def test_what_is_stored_is_what_is_saved():
    now, grant = timezone.now(), GrantFactory()
    given = {"grant": grant, "scope": "read", "created_at": now}
    stored = AccessToken(**given, digest="1" * 64, expires_at=None)
    stored.store()
    saved = AccessToken.objects.create(**given, digest="2" * 64)

    rows = [everything(AccessToken.objects.get(pk=each.pk)) for each in (stored, saved)]
    own = {"id": 0, "digest": ""}
    assert {**rows[0], **own} == {**rows[1], **own}
    assert stored.pk != saved.pk
    assert stored._state.adding is False
    assert stored._state.db == saved._state.db


def test_what_is_stored_sends_the_signals_of_a_model():
    heard = []

    def hear(signal, instance, **named):
        heard.append((signal, instance.pk is None, named.get("created")))

    for signal in (pre_save, post_save):
        signal.connect(hear, sender=RefreshToken)
    try:
        now = timezone.now()
        token = RefreshToken(grant=GrantFactory(), digest="1" * 64, created_at=now)
        token.store()
    finally:
        for signal in (pre_save, post_save):
            signal.disconnect(hear, sender=RefreshToken)

    assert heard == [(pre_save, True, None), (post_save, False, True)]


def test_whoever_gives_a_row_its_key_is_heard():
    def give(instance, **_signal):
        instance.pk = 2**40

    pre_save.connect(give, sender=RefreshToken)
    try:
        token = RefreshToken(grant=GrantFactory(), digest="1" * 64, created_at=timezone.now())
        token.store()
    finally:
        pre_save.disconnect(give, sender=RefreshToken)

    assert token.pk == 2**40
    assert RefreshToken.objects.get().pk == 2**40


def test_what_is_spent_is_stored_as_it_was_given():
    now, token = timezone.now(), RefreshTokenFactory()

    assert token.spend(now, sealed_successor=b"\x00\xff%s", window=timedelta(seconds=30))
    assert not token.spend(now, sealed_successor=b"", window=timedelta(0))

    token.refresh_from_db()
    assert bytes(token.sealed_successor) == b"\x00\xff%s"
    assert (token.rotated_at, token.expires_at) == (now, now + timedelta(seconds=30))
