"""RFC 6749 §2.3: who is the client?"""

import base64
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client as Http
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import Client, ClientSecret
from tests.browser_session import Session, basic
from tests.factories import PublicClientFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(service):
    return Session(service)


def ask(session, headers=None, **fields):
    return session.post("/oauth/token", headers=headers, grant_type="client_credentials", **fields)


def everything_encoded(text):
    return "".join(f"%{byte:02X}" for byte in text.encode())


@pytest.mark.parametrize("encode", [str, quote, everything_encoded])
@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_basic_credentials_are_read_plain_and_percent_encoded(session, encode, scheme):
    client_id, value = encode(session.client.client_id), encode(session.client.secret)
    header = basic(client_id, value)["Authorization"].replace("Basic", scheme)
    assert ask(session, headers={"Authorization": header}).status_code == 200


@pytest.mark.parametrize("value", ["a:b%20+c", "p+q r", "100%", "%2B", "ünïcode☃", "~.-_"])
@pytest.mark.parametrize("encode", [str, quote, lambda text: quote(text, safe="")])
def test_secrets_that_were_not_made_here_are_read_too(value, encode):
    service = ServiceFactory(secret=value)
    header = basic(service.client_id, encode(value))
    assert ask(Session(service), headers=header).status_code == 200


def test_the_same_credentials_twice_are_fine(session):
    own = {"client_id": session.client.client_id, "client_secret": session.client.secret}
    header = basic(*own.values())
    assert ask(session, headers=header, **own).status_code == 200
    assert ask(session, headers=header, client_id=own["client_id"]).status_code == 200


@pytest.mark.parametrize(
    "other", [{"client_id": "other"}, {"client_id": "other", "client_secret": "x"}]
)
def test_two_different_sets_of_credentials_are_refused(session, other):
    header = basic(session.client.client_id, session.client.secret)
    response = ask(session, headers=header, **other)
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_request"


def test_an_unknown_client_and_a_wrong_secret_are_told_apart_by_nobody(session):
    unknown = ask(session, headers=basic("nobody", "x"))
    wrong = ask(session, headers=basic(session.client.client_id, "x"))
    disabled = Session(ServiceFactory(disabled_at=timezone.now()))
    off = ask(disabled, headers=basic(disabled.client.client_id, disabled.client.secret))

    assert unknown.status_code == wrong.status_code == off.status_code == 401
    assert unknown.content == wrong.content == off.content
    assert unknown.headers == wrong.headers == off.headers
    assert unknown.json()["error"] == "invalid_client"
    assert unknown["WWW-Authenticate"].startswith('Basic realm="')


def test_they_cost_the_same_queries_too(session, measure):
    with measure() as unknown:
        ask(session, headers=basic("nobody", "x"))
    with measure() as wrong:
        ask(session, headers=basic(session.client.client_id, "x"))
    assert unknown.queries == wrong.queries == 1


@pytest.mark.parametrize(
    "credentials",
    ["", "!!!", "bm9jb2xvbg==", base64.b64encode(b"\xff\xfe:x").decode(), "OgA6", "AA=="],
)
def test_a_malformed_header_is_a_failed_authentication(session, credentials):
    response = ask(session, headers={"Authorization": f"Basic {credentials}"})
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_client"


def test_a_confidential_client_must_authenticate(web):
    response = Http().post(
        "/oauth/token",
        {"grant_type": "refresh_token", "refresh_token": "x", "client_id": web.client_id},
    )
    assert response.status_code == 401


def test_a_confidential_client_that_has_no_secret_cannot_authenticate(web):
    web.secrets.all().delete()
    for headers in (basic(web.client_id, ""), basic(web.client_id, "x")):
        response = Session(web).post("/oauth/token", headers=headers, grant_type="refresh_token")
        assert response.status_code in {400, 401}
        assert "access_token" not in response.json()


def test_several_secrets_live_at_once_and_each_ends_alone(session):
    row, second = ClientSecret.objects.issue(client=session.client, label="next")
    first = session.client.secret
    for value in (first, second):
        assert ask(session, headers=basic(session.client.client_id, value)).status_code == 200

    ClientSecret.objects.filter(pk=row.pk).revoke(timezone.now())
    assert ask(session, headers=basic(session.client.client_id, second)).status_code == 401
    assert ask(session, headers=basic(session.client.client_id, first)).status_code == 200


def test_an_expired_secret_says_so_only_to_who_knows_it(session):
    session.client.secrets.update(expires_at=timezone.now() - timedelta(seconds=1))
    right = ask(session, headers=basic(session.client.client_id, session.client.secret))
    wrong = ask(session, headers=basic(session.client.client_id, "x"))

    assert right.status_code == wrong.status_code == 401
    assert "expired" in right.json()["error_description"]
    assert "expired" not in wrong.json()["error_description"]


def test_the_last_use_of_a_secret_is_written_at_most_once_an_hour(session, measure):
    ask(session)
    used_at = session.client.secrets.get().last_used_at
    assert used_at is not None

    ask(session)
    assert session.client.secrets.get().last_used_at == used_at
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        ask(session)
    assert session.client.secrets.get().last_used_at > used_at


def test_a_public_client_names_itself_and_a_secret_it_was_issued_must_match(alice):
    public = PublicClientFactory()
    session = Session(public, alice)
    assert session.exchange(session.code(), client_secret="anything").status_code == 200

    _, value = ClientSecret.objects.issue(client=public)
    assert session.exchange(session.code()).status_code == 200
    assert session.exchange(session.code(), client_secret=value).status_code == 200
    assert session.exchange(session.code(), client_secret="wrong").status_code == 401


def test_a_client_id_in_another_case_is_another_client(service):
    Client.objects.filter(pk=service.pk).update(client_id="service")
    for other in ("SERVICE", "service ", "sérvice"):
        assert ask(Session(service), headers=basic(other, service.secret)).status_code == 401
    assert ask(Session(service), headers=basic("service", service.secret)).status_code == 200


def test_ids_and_secrets_are_letters_and_digits(service):
    assert service.client_id.isalnum()
    assert service.client_id.isascii()
    assert service.secret.isalnum()
    assert secret.is_well_formed(service.secret, secret.Kind.CLIENT_SECRET)
