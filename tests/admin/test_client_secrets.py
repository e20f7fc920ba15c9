"""A secret is shown once, to whoever asked for it, and is nowhere else."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.test import Client as Browser

from oauth_provider.domain import secret
from oauth_provider.models import Client, ClientSecret
from tests.browser_session import basic
from tests.factories import ClientFactory, PublicClientFactory

SHOWN = re.compile(r'<code id="client_secret">([^<]+)</code>')


def shown(response):
    """The secret on a page."""
    assert response.status_code == 200, response
    return SHOWN.search(response.content.decode())[1]


def test_a_new_confidential_client_gets_a_secret_that_works(office):
    value = shown(office.add_client(grant_types=["client_credentials"], redirect_uris=""))
    client = Client.objects.get()
    assert secret.is_well_formed(value, secret.Kind.CLIENT_SECRET)
    assert client.secrets.get().digest == secret.digest(value)
    token = Browser().post(
        "/oauth/token",
        {"grant_type": "client_credentials", "scope": "read"},
        headers=basic(client.client_id, value),
    )
    assert token.status_code == 200, token.content


def test_the_page_says_what_to_do_and_is_never_kept(office):
    response = office.add_client()
    page = response.content.decode()
    client = Client.objects.get()
    assert f'<code id="client_id">{client.client_id}</code>' in page
    assert 'data-copy="client_secret"' in page
    assert "nobody can show it to you again" in page
    assert "no-store" in response["Cache-Control"]
    assert response.status_code == 200


def test_a_public_client_gets_none(office):
    response = office.add_client(client_type="public")
    client = Client.objects.get()
    assert response.status_code == 302
    assert response["Location"] == office.url(client, "change")
    assert not ClientSecret.objects.exists()


def test_the_value_is_in_no_message_session_cookie_log_or_later_page(office):
    response = office.add_client()
    value, client = shown(response), Client.objects.get()
    assert value not in str(response.cookies) + str(response.headers)
    assert all(value not in str(stored.get_decoded()) for stored in Session.objects.all())
    assert all(value not in str(vars(entry)) for entry in LogEntry.objects.all())
    pages = [office.open(client), office.list(Client), office.list(ClientSecret)]
    pages += [office.open(client.secrets.get()), office.browser.get("/admin/")]
    pages += [office.browser.get(office.url(client, "history"))]
    for page in pages:
        assert page.status_code == 200
        assert value not in page.content.decode()
        assert secret.digest(value) not in page.content.decode()


def test_the_page_of_a_client_tells_its_secrets_apart(office):
    client = ClientFactory()
    _, value = ClientSecret.objects.issue(client=client, label="blue server")
    page = office.open(client).content.decode()
    assert "blue server" in page
    assert f"…{value[-4:]}" in page
    assert value not in page


def test_rotation_shows_another_secret_and_the_old_one_goes_on(office):
    client = ClientFactory()
    value = shown(office.act("rotate_secret", client, label="green server"))
    assert client.secrets.get(label="green server").digest == secret.digest(value)
    assert set(client.secrets.values_list("revoked_at", flat=True)) == {None}
    assert value != client.secret


def test_rotation_asks_first(office):
    client = ClientFactory()
    page = office.act("rotate_secret", client, confirmed=False)
    assert "The secrets it has stay valid" in page.content.decode()
    assert client.secrets.count() == 1


def test_rotation_is_logged_without_the_secret(office):
    client = ClientFactory()
    value = shown(office.act("rotate_secret", client))
    newest = client.secrets.first()
    assert office.log == [(client.name, f"Issued client secret #{newest.pk}.")]
    assert value[-4:] not in str(office.log)


def test_nothing_is_issued_to_a_public_client_or_to_several(office):
    public, one, other = PublicClientFactory(), ClientFactory(), ClientFactory()
    for chosen in ([public], [one, other]):
        assert office.act("rotate_secret", *chosen).status_code == 302
    assert ClientSecret.objects.count() == 2


def test_a_label_that_is_too_long_is_asked_for_again(office):
    client = ClientFactory()
    page = office.act("rotate_secret", client, label="x" * 101)
    assert "at most 100 characters" in page.content.decode()
    assert client.secrets.count() == 1


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_one_secret_is_revoked_once_that_was_confirmed(office, is_confirmed):
    client = ClientFactory()
    old = client.secrets.get()
    ClientSecret.objects.issue(client=client)
    response = office.act("revoke", old, confirmed=is_confirmed)
    old.refresh_from_db()
    assert (old.revoked_at is not None) == is_confirmed
    assert client.secrets.filter(revoked_at=None).count() == (1 if is_confirmed else 2)
    if is_confirmed:
        assert response["Location"] == office.url(client, "change")
        assert office.log == [(str(old), "Revoked.")]


def test_only_the_newest_secrets_are_listed(office):
    client = ClientFactory()
    for _ in range(25):
        ClientSecret.objects.issue(client=client)
    assert len(office.open(client).context["secrets"]) == 20
