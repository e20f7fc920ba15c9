"""Where everybody registers: rubbish, floods, and applications that are not what they seem."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.models.signals import pre_save
from django.test import Client as Browser
from hypothesis import given
from hypothesis import strategies as st

from oauth_provider.models import AccessToken, Client, ClientOrigin, ClientSecret
from tests.browser_session import bearer
from tests.dialects.mastodon.client import APPS, VERIFY, Elephant, as_form, as_json, register

from . import rubbish

pytestmark = pytest.mark.django_db

EXPECTED = {200, 400, 405, 413, 415, 422}
JSON = "application/json"
names = st.sampled_from(
    ["client_name", "redirect_uris", "redirect_uris[]", "scopes", "scopes[]", "website", "x"]
)
fields = st.lists(st.tuples(names, rubbish.text), max_size=12)


@pytest.fixture(autouse=True)
def _patient(settings):
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 1_000_000


def assert_json(response):
    """An answer for a program, whatever the question was."""
    assert response.status_code in EXPECTED
    assert response["Content-Type"] == JSON
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert isinstance(response.json(), dict)


# --- rubbish ---


@rubbish.fuzz
@given(body=rubbish.bodies, content_type=rubbish.content_types, header=rubbish.headers)
def test_any_body_is_answered_in_json(http, body, content_type, header):
    headers = {"Authorization": header}
    assert_json(http.generic("POST", APPS, body, content_type=content_type, headers=headers))


@rubbish.fuzz
@given(sent=fields)
def test_any_form_is_answered_in_json(http, sent):
    kind = "application/x-www-form-urlencoded"
    assert_json(http.generic("POST", APPS, rubbish.form(sent), content_type=kind))


@rubbish.fuzz
@given(sent=st.dictionaries(names, rubbish.values, max_size=6))
def test_any_object_is_answered_in_json(http, sent):
    assert_json(http.generic("POST", APPS, json.dumps(sent), content_type=JSON))


@rubbish.fuzz
@given(name=names, value=rubbish.values)
def test_a_sound_registration_with_one_fault_is_answered(http, name, value):
    sound = {"client_name": "Elephant", "redirect_uris": "https://elephant.example/"}
    response = http.generic("POST", APPS, json.dumps({**sound, name: value}), content_type=JSON)
    assert_json(response)
    if response.status_code == 200:
        Client.objects.get(client_id=response.json()["client_id"]).full_clean()


@pytest.mark.parametrize("path", [VERIFY, "/oauth/userinfo", "/oauth/token/info"])
@rubbish.fuzz
@given(header=rubbish.headers, query=rubbish.queries)
def test_any_token_and_any_query_are_answered_in_json(http, path, header, query):
    response = http.get(path, QUERY_STRING=query, headers={"Authorization": header})
    assert response.status_code == 401
    assert response["Content-Type"] == JSON
    assert response["WWW-Authenticate"].startswith("Bearer realm=")


@pytest.mark.parametrize("path", [VERIFY, "/oauth/userinfo", "/oauth/token/info"])
def test_a_flood_of_parameters_is_not_read(http, path):
    assert http.get(path, QUERY_STRING="a&" * 50_000).status_code == 401
    assert http.post("/oauth/userinfo", "a" * 1_000_000, content_type="x/y").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"client_name=x%00y&redirect_uris=https://x.example/%00&scopes=read%00&website=%00",
        b"client_name=%ff%fe",
        b"client_name=%ED%A0%80",
        b"&".join(b"redirect_uris[]=a" for _ in range(5000)),
        b"&".join(b"redirect_uris[%d]=a://%d" % (n, n) for n in range(900)),
        b"redirect_uris=" + b"+".join(b"a:%d" % n for n in range(9000)),
        b"scopes=" + b"+".join(b"s%d" % n for n in range(9000)),
        b"client_name=" + b"%CC%81" * 9000,
        b"website=http://" + b"a." * 25_000,
        b"x" * 70_000,
        b'{"client_name": ' + b"[" * 30_000,
        b'{"client_name": "a\\u0000"}',
        b'{"client_name": "\\ud800"}',
        b'{"redirect_uris": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_huge_or_no_text_is_refused_at_once(http, body):
    kind = JSON if body.startswith(b"{") else "application/x-www-form-urlencoded"
    response = http.generic("POST", APPS, body, content_type=kind)
    assert response.status_code in {400, 413, 422}
    assert len(response.content) < 20_000
    assert not Client.objects.exists()


def test_a_file_is_not_taken(http):
    sent = {"client_name": SimpleUploadedFile("name.txt", b"Elephant"), "redirect_uris": "a://b"}
    assert http.post(APPS, sent).status_code == 400


# --- applications that are not what they seem ---


@pytest.mark.parametrize("written", [as_form, as_json])
@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://x/%0aalert(1)",
        "javascript://elephant.example/",
        "data://text/html,x",
        "vbscript://x/",
        "file:///etc/passwd",
        "blob://x/",
        "about://blank",
        "filesystem://x/",
        "view-source://x/",
        "jar://x/",
        "intent://x/",
        "ms-msdt:/id",
        "search-ms://x/",
        "ftp://x/",
        "ws://x/",
        "\tjavascript:alert(1)",
        "java\nscript:alert(1)",
        "https://good.example@evil.example/",
        "https://evil.example\\@good.example/",
        "https://good.example/../evil",
        "https://good.example/%2e%2e/evil",
        "https://g\u043e\u043ed.example/",
        "https://*/",
        "http://evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example/",
        "//evil.example/",
        "\\\\evil.example\\x",
        "app:callback",
        ":///x",
        "1app://x/",
        "app://x/?state=1",
        "app://x/\u202e",
    ],
)
def test_no_code_ever_goes_to(written, uri):
    refused = register(written, redirect_uris=uri)
    assert refused.status_code == 422
    assert refused.json()["error"].startswith("Validation failed: Redirect URI ")
    assert not Client.objects.exists()


def test_a_good_redirect_uri_does_not_cover_for_a_bad_one():
    uris = "https://good.example/ javascript:alert(1)"
    assert register(redirect_uris=uris).status_code == 422
    assert not Client.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "M\u0430stodon",
        "\u041castodon",
        "Mastodon\u200b",
        "\u202enodotsaM",
        "Mas\u00adtodon",
        "\u3164",
        "Mastodon\r\nVerified",
        "Mastodon\x00",
        "Z" + "\u0301" * 20,
    ],
)
def test_no_application_takes_anothers_name_by_look_alikes(name):
    refused = register(as_json if "\x00" not in name else as_form, client_name=name)
    assert refused.status_code == 422
    assert not Client.objects.exists()


def test_it_gets_nothing_that_only_an_admin_gives(alice):
    taken = {
        "is_first_party": "1",
        "is_verified": "1",
        "is_resource_server": "1",
        "owner": alice.pk,
        "grant_types": "password",
        "client_type": "public",
        "allowed_origins": "https://evil.example",
        "access_token_lifetime": "999999",
        "default_scope": "write",
        "registration_token_digest": "0" * 64,
    }
    client = Elephant.registered(**taken).client
    assert client.owner is None
    assert not any((client.is_first_party, client.is_verified, client.is_resource_server))
    assert client.grant_types == ["authorization_code", "refresh_token", "client_credentials"]
    assert client.is_confidential
    assert (client.allowed_origins, client.default_scope) == ([], "")
    assert client.access_token_lifetime is client.registration_token_digest is None


def test_it_is_always_asked_about_before_it_gets_a_users_token(alice):
    elephant = Elephant.registered(alice)
    assert elephant.session.ask().status_code == 200
    assert not AccessToken.objects.exists()


def test_its_own_token_opens_nothing_of_a_users(alice):
    own = Elephant.registered(scopes="read write profile").app_token(scope="read write profile")
    token = own.json()["access_token"]
    assert Browser().get("/oauth/userinfo", headers=bearer(token)).status_code == 422
    for path in ("/api/v1/accounts/verify_credentials", "/api/v1/timelines/home"):
        assert Browser().get(path, headers=bearer(token)).status_code in {401, 403, 422}
    posted = Browser().post("/api/v1/statuses", {"status": "x"}, headers=bearer(token))
    assert posted.status_code in {401, 403, 422}


def test_it_does_not_manage_itself_by_rfc_7592(settings):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "open"
    elephant = Elephant.registered()
    path = f"/oauth/register/{elephant.client.client_id}"
    for value in (elephant.answer["client_secret"], "", "None"):
        assert Browser().get(path, headers=bearer(value)).status_code == 401


def test_no_secret_is_stored_or_logged(caplog):
    caplog.set_level(logging.DEBUG)
    elephant = Elephant.registered(client_name="x CRITICAL forged")
    own = elephant.answer["client_secret"]
    assert own not in str(list(Client.objects.values()) + list(ClientSecret.objects.values()))
    lines = [record.getMessage() for record in caplog.records]
    assert [line for line in lines if elephant.client.client_id in line]
    assert not [line for line in lines if own in line or "forged" in line]


def test_only_its_own_origins_are_let_in():
    Elephant.registered(redirect_uris="https://elk.example/a app://x http://localhost:1/x")
    origins = set(ClientOrigin.objects.values_list("origin", flat=True))
    assert origins == {"https://elk.example", "http://localhost:1"}


# --- floods ---


def test_a_flood_from_one_address_ends(settings):
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 3
    statuses = [register().status_code for _ in range(20)]
    assert statuses == [200] * 3 + [429] * 17
    assert Client.objects.count() == 3


def test_neighbours_of_one_ipv6_network_are_one(settings):
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 1
    first, second = Browser(REMOTE_ADDR="2001:db8::1"), Browser(REMOTE_ADDR="2001:db8::2")
    assert register(browser=first).status_code == 200
    assert register(browser=second).status_code == 429


def test_a_made_up_address_in_a_header_does_not_help(settings):
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 1
    forged = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(3)]
    assert [register(headers=each).status_code for each in forged] == [200, 429, 429]


def test_where_nobody_counts_nobody_registers(http, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.broken_cache.BrokenCache"}}
    response = register(browser=http)
    assert response.status_code == 503
    assert not Client.objects.exists()


def test_a_database_that_is_away_is_said_to_be_away(http):
    def fail(**_signal):
        raise OperationalError("gone away")

    pre_save.connect(fail, sender=ClientSecret)
    try:
        response = register(browser=http)
    finally:
        pre_save.disconnect(fail, sender=ClientSecret)
    assert response.status_code == 503
    assert response.json()["error"] == "temporarily_unavailable"
    assert not Client.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_each_get_an_application_of_their_own():
    start = Barrier(8)

    def one(_):
        try:
            start.wait(30)
            return register().json()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(one, range(8)))
    assert len({answer["client_id"] for answer in answers}) == 8
    assert len({answer["client_secret"] for answer in answers}) == 8
