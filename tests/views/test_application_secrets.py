"""The secrets of an application: another one, an end for the old ones, and revoking one."""

import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as StoredSession
from django.utils import timezone

from oauth_provider.models import ClientSecret
from tests.browser_session import basic
from tests.factories import ClientFactory, PublicClientFactory, ServiceFactory

from .developer import errors, secret_on, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(alice):
    """An application of Alice's that acts for itself."""
    return ServiceFactory(owner=alice)


def authenticates(client, value, browser):
    """Does the token endpoint take this secret?"""
    answer = browser.post(
        "/oauth/token",
        {"grant_type": "client_credentials", "scope": "read"},
        headers=basic(client.client_id, value),
    )
    return answer.status_code == 200


def test_a_new_secret_works_beside_the_old_one(developer, service, client):
    page = developer.rotate(service, label="blue server")
    value = secret_on(page)
    assert "nobody can show it to you again" in text_of(page)
    assert authenticates(service, value, client)
    assert authenticates(service, service.secret, client)
    listed = text_of(developer.open(service))
    assert f"blue server …{value[-4:]}" in listed
    assert f"…{service.secret[-4:]}" in listed


def test_it_is_in_the_answer_and_nowhere_else(developer, own, caplog):
    with caplog.at_level(logging.DEBUG):
        page = developer.rotate(own)
    value = secret_on(page)
    assert page["Cache-Control"] == "no-store"
    assert value not in developer.open(own).content.decode()
    assert value not in str([session.get_decoded() for session in StoredSession.objects.all()])
    assert value not in str(developer.browser.cookies)
    assert value not in caplog.text
    assert value not in str(list(ClientSecret.objects.values()))


@pytest.mark.parametrize("hours", ["1", "24", "168", "720"])
def test_the_old_ones_can_be_given_an_end(developer, own, hours):
    now = timezone.now()
    ends = {"sooner": now + timedelta(minutes=5), "later": now + timedelta(days=90)}
    for label, end in ends.items():
        row, _ = ClientSecret.objects.issue(client=own, label=label)
        own.secrets.filter(pk=row.pk).update(expires_at=end)

    developer.rotate(own, label="new", overlap=hours)

    found = dict(own.secrets.values_list("label", "expires_at"))
    assert found["new"] is None
    assert found["sooner"] == ends["sooner"]
    for label in ("", "later"):
        assert (
            timedelta() <= found[label] - now - timedelta(hours=int(hours)) < timedelta(minutes=1)
        )


def test_an_overlap_that_is_not_offered_is_refused(developer, own):
    for overlap in ("-1", "9999999999", "x"):
        assert "valid choice" in errors(developer.rotate(own, overlap=overlap))["overlap"]
    assert "100" in errors(developer.rotate(own, label="x" * 101))["label"]
    assert own.secrets.count() == 1


def test_the_list_tells_what_is_known_of_each(developer, own):
    now = timezone.now()
    own.secrets.update(last_used_at=now, expires_at=now + timedelta(days=1))
    assert "Last used never" not in text_of(developer.open(own))
    own.secrets.update(last_used_at=None, expires_at=now - timedelta(days=1))
    page = text_of(developer.open(own))
    assert "Expired" in page
    assert "Last used never" in page
    own.secrets.revoke(now)
    assert "Revoked" in text_of(developer.open(own))


def test_a_revoked_secret_stops_and_the_others_go_on(developer, service, client):
    row, value = ClientSecret.objects.issue(client=service)
    question = text_of(developer.open(service, f"secrets/{row.pk}/revoke"))
    assert f"Revoke the secret …{value[-4:]}?" in question
    assert "It has no other" not in question

    done = developer.revoke(service, row)

    assert "The secret is revoked" in text_of(developer.browser.get(done["Location"]))
    assert not authenticates(service, value, client)
    assert authenticates(service, service.secret, client)
    assert f"Revoke …{value[-4:]}" not in text_of(developer.open(service))


def test_revoking_twice_keeps_the_first_date(developer, own):
    row = own.secrets.get()
    developer.revoke(own, row)
    first = own.secrets.get().revoked_at
    developer.revoke(own, row)
    assert own.secrets.get().revoked_at == first


def test_revoking_the_last_one_says_what_that_means(developer, own):
    assert "It has no other" in text_of(
        developer.open(own, f"secrets/{own.secrets.get().pk}/revoke")
    )
    developer.revoke(own, own.secrets.get())
    assert developer.open(own).status_code == 200


def test_an_application_without_a_secret_says_so(developer, own):
    own.secrets.all().delete()
    assert "It has no secret yet" in text_of(developer.open(own))


def test_the_secret_of_another_application_is_not_there(developer, own):
    other = ClientFactory()
    assert developer.open(own, f"secrets/{other.secrets.get().pk}/revoke").status_code == 404
    assert developer.revoke(own, other.secrets.get()).status_code == 404
    assert other.secrets.get().revoked_at is None


def test_a_public_application_gets_no_secret(developer, alice):
    public = PublicClientFactory(owner=alice)
    assert "Secrets" not in text_of(developer.open(public))
    assert "has no secret" in text_of(developer.open(public, "secrets/new"))
    assert "has no secret" in text_of(developer.rotate(public))
    assert not public.secrets.exists()


def test_a_secret_that_a_public_application_carries_can_be_revoked(developer, alice):
    public = PublicClientFactory(owner=alice)
    row, value = ClientSecret.objects.issue(client=public)
    assert f"Revoke …{value[-4:]}" in text_of(developer.open(public))
    developer.revoke(public, row)
    assert public.secrets.get().revoked_at is not None


def test_so_many_secrets_are_enough(developer, own):
    for _ in range(9):
        assert secret_on(developer.rotate(own))
    page = developer.rotate(own)
    assert "It has 10 secrets. Revoke one of them first." in text_of(page)
    assert own.secrets.count() == 10
    developer.revoke(own, own.secrets.last())
    assert secret_on(developer.rotate(own))
