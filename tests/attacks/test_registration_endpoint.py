"""Registering what one should not, and reaching for what others registered (RFC 7591, RFC 7592)."""

import json
import logging
import sys

import pytest
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.db.models.signals import post_init, post_save, pre_delete, pre_save
from django.test import Client as Browser
from django.utils import timezone
from django.views.debug import ExceptionReporter
from hypothesis import given
from hypothesis import strategies as st

from oauth_provider.domain import secret
from oauth_provider.models import Client, ClientSecret, Grant, InitialAccessToken
from tests.browser_session import bearer
from tests.registrar import JSON, METADATA, REGISTER, Registration, register

from . import rubbish
from .answers import DESCRIPTION, json_of

pytestmark = pytest.mark.django_db

PUBLIC = {"token_endpoint_auth_method": "none"}
SERVICE = {"grant_types": ["client_credentials"], "redirect_uris": None}

REDIRECT_URIS = {
    "http": ["http://client.example/callback"],
    "javascript": ["javascript:alert(1)"],
    "data": ["data:text/html,x"],
    "fragment": ["https://client.example/#x"],
    "space-joined": ["https://client.example/a https://client.example/b"],
    "line feed": ["https://client.example/\nhttps://client.example/b"],
    "wildcard": ["https://*.client.example/"],
    "user name": ["https://client.example@evil.example/"],
    "homograph": ["https://client.ex\u0430mple/"],
    "code in the query": ["https://client.example/?code=1"],
    "one of two": ["https://client.example/", "http://evil.example/"],
    "private-use scheme of a confidential client": ["com.example.app:/callback"],
    "none": None,
    "1000": [f"https://client.example/{n}" for n in range(1000)],
    "one of 60 KB": ["https://client.example/" + "a" * 60_000],
    "a string": "https://client.example/",
    "an object": {"uri": "https://client.example/"},
    "numbers": [1],
    "objects": [{"uri": "https://client.example/"}],
    "lists": [["https://client.example/"]],
    "null within": [None],
    "empty string within": [""],
    "true": True,
}
METADATA_VALUES = {
    "client_name": [7, True, ["x"], {"x": 1}, "x" * 201, "x" * 60_000, "a\nb", "\u202eevil", " "],
    "client_name#de": [7, "x" * 201, "B\u0430nk", "Ba\u200bnk", "\u202eevil"],
    "grant_types": ["authorization_code", [1], [{}], [[]], ["implicit"], ["password"], {"a": 1}],
    "response_types": ["code", ["token"], ["code", "token"], [1], {}],
    "token_endpoint_auth_method": ["private_key_jwt", "tls_client_auth", 1, [], ["none"], {}],
    "client_uri": ["javascript:alert(1)", "https://", 1, "//x", "https://a@b.example/", "a b"],
    "logo_uri": ["http://client.example/a.png", "data:image/png,x", "https://\x01/", 1, ["x"]],
    "tos_uri": ["javascript:alert(1)", "ftp://x/", "https://x\r\nSet-Cookie: a=b", 1],
    "policy_uri": ["data:text/html,x", {}, "https://" + "a" * 3000],
    "scope": ["admin", "read\tread", 'read"', "read \u00e9", 1, ["read"], "a" * 101, "s " * 9000],
    "contacts": ["a@b.example", [1], [["a"]], ["x" * 300], ["a\nb"], [f"{n}" for n in range(99)]],
    "software_id": [1, ["x"], "x" * 300, "a\x7fb"],
    "software_version": [1.5, {}, "x" * 300],
    "application_type": ["desktop", 1, ["web"]],
}
BODIES = {
    "blank": b" ",
    "cut": b'{"client_name": "x"',
    "array": b"[]",
    "string": b'"x"',
    "number": b"1",
    "null": b"null",
    "twice": b'{"client_name": "a", "client_name": "b"}',
    "twice, deeper": b'{"jwks": {"a": 1, "a": 2}}',
    "NaN": b'{"x": NaN}',
    "infinity": b'{"x": [-Infinity]}',
    "1e999": b'{"x": 1e999}',
    "5000 digits": b'{"x": ' + b"9" * 5000 + b"}",
    "deep array": b'{"x": ' + b"[" * 30_000,
    "deep and closed": b'{"x": ' + b"[" * 900 + b"]" * 900 + b"}",
    "eleven deep": b'{"x": ' * 11 + b"1" + b"}" * 11,
    "surrogate": b'{"client_name": "\\ud800"}',
    "surrogate in an unknown one": b'{"x": ["\\udc00"]}',
    "surrogate as a name": b'{"\\ud800": "x"}',
    "NUL": b'{"client_name": "a\\u0000"}',
    "NUL as a name": b'{"x": {"\\u0000": 1}}',
    "BOM": b"\xef\xbb\xbf{}",
    "UTF-16": '{"client_name": "x"}'.encode("utf-16"),
    "invalid UTF-8": b'{"client_name": "\xff"}',
    "two documents": b"{}{}",
    "form": b"client_name=x",
}


@pytest.fixture(autouse=True)
def _open(settings):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "open"
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 1_000_000
    settings.OAUTH_PROVIDER_FAILURES_PER_CLIENT = 1_000_000
    settings.OAUTH_PROVIDER_FAILURES_PER_ADDRESS = 1_000_000


@pytest.fixture
def registered(db):
    """A confidential client, through a browser that sees what others see."""
    registration = Registration.of(register())
    registration.browser.raise_request_exception = False
    return registration


@pytest.fixture
def failing():
    """Lets something in the site fail whenever a row of this model comes or goes."""
    connected = []

    def connect(signal, sender, error):
        def receiver(**_signal):
            raise error

        signal.connect(receiver, sender=sender, weak=False)
        connected.append((signal, receiver, sender))

    yield connect
    for signal, receiver, sender in connected:
        signal.disconnect(receiver, sender=sender)


def assert_refused(response, *errors, status=400):
    """An error as RFC 7591 §3.2.2 has it."""
    body = json_of(response)
    assert response.status_code == status, body
    assert body["error"] in errors
    assert DESCRIPTION.fullmatch(body["error_description"]), body
    assert len(body["error_description"]) <= 500


# --- what is registered ---


@pytest.mark.parametrize("uris", REDIRECT_URIS.values(), ids=REDIRECT_URIS)
def test_a_redirect_uri_that_could_be_abused_is_refused(http, registered, uris):
    refused = register(browser=http, redirect_uris=uris)
    assert_refused(refused, "invalid_redirect_uri")
    assert_refused(registered.update(redirect_uris=uris), "invalid_redirect_uri")
    assert Client.objects.get() == registered.client
    assert registered.client.redirect_uris == METADATA["redirect_uris"]


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name in METADATA_VALUES for value in METADATA_VALUES[name]],
)
def test_metadata_of_the_wrong_kind_are_refused(http, registered, name, value):
    if value in ([], {}) and name != "response_types":
        value = [value]
    refused = register(browser=http, **{name: value})
    assert_refused(refused, "invalid_client_metadata")
    assert json_of(refused)["error_description"].startswith(f"{name}: ")
    assert_refused(registered.update(**{name: value}), "invalid_client_metadata")
    assert Client.objects.get() == registered.client


@pytest.mark.parametrize(
    "changes",
    [
        {"grant_types": ["refresh_token"]},
        {"grant_types": ["client_credentials"], "response_types": ["code"]},
        {**PUBLIC, "grant_types": ["authorization_code", "client_credentials"]},
        {"client_name#x" + "y" * 7 + f"-{n}": "x" for n in range(99)},
    ],
)
def test_metadata_that_contradict_each_other_or_themselves_are_refused(http, changes):
    _, token = InitialAccessToken.objects.issue(label="Partner")
    assert_refused(register(browser=http, token=token, **changes), "invalid_client_metadata")
    assert not Client.objects.exists()


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_rubbish_is_refused(http, registered, body):
    refused = http.generic("POST", REGISTER, body, content_type=JSON)
    assert_refused(refused, "invalid_request")
    changed = http.generic(
        "PUT", registered.path, body, content_type=JSON, headers=registered.headers
    )
    assert_refused(changed, "invalid_request")
    assert Client.objects.get() == registered.client


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", f"{JSON}; charset=utf-16"],
)
def test_no_other_content_type_is_read(http, content_type):
    response = http.generic("POST", REGISTER, json.dumps(METADATA), content_type=content_type)
    assert_refused(response, "invalid_request", status=415)


def test_a_megabyte_is_not_read(http, registered):
    huge = json.dumps({**METADATA, "client_name": "x" * 1_000_000})
    for method, path in (("POST", REGISTER), ("PUT", registered.path)):
        response = http.generic(method, path, huge, content_type=JSON, headers=registered.headers)
        assert_refused(response, "invalid_request", status=413)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("eyJhbGciOiJub25lIn0.e30.", "unapproved_software_statement"),
        ("", "unapproved_software_statement"),
        (7, "invalid_software_statement"),
        ({"software_id": "x"}, "invalid_software_statement"),
    ],
)
def test_a_software_statement_vouches_for_nothing(http, registered, statement, error):
    assert_refused(register(browser=http, software_statement=statement), error)
    assert_refused(registered.update(software_statement=statement), error)
    assert Client.objects.count() == 1


def test_an_error_is_ascii_and_english_whatever_was_sent(http):
    for uri in (
        'https://x/"\\',
        "https://x/\u00e9\u202e",
        "http://x/\x1b[31m",
        "https://" + '"' * 900,
    ):
        response = register(browser=http, redirect_uris=[uri], headers={"Accept-Language": "de"})
        assert_refused(response, "invalid_redirect_uri")


@rubbish.fuzz
@given(
    metadata=st.dictionaries(
        st.one_of(st.sampled_from([*METADATA_VALUES, "redirect_uris"]), rubbish.names),
        rubbish.values,
        max_size=6,
    )
)
def test_any_metadata_are_answered(http, metadata):
    response = http.generic("POST", REGISTER, json.dumps(metadata), content_type=JSON)
    assert response.status_code in {201, 400}
    assert json_of(response)


@rubbish.fuzz
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]),
    body=rubbish.bodies,
    content_type=rubbish.content_types,
    header=rubbish.headers,
)
def test_any_request_is_answered(http, registered, method, body, content_type, header):
    for path in (REGISTER, registered.path):
        response = http.generic(
            method, path, body, content_type=content_type, headers={"Authorization": header}
        )
        assert 400 <= response.status_code < 500
        assert response["Content-Type"] == "application/json"
    assert Client.objects.get() == registered.client


# --- half a client ---


@pytest.mark.parametrize("model", [Client, ClientSecret])
@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("gone away"), 503), (RuntimeError("broken"), 500)]
)
def test_a_registration_that_fails_leaves_nothing_and_costs_nothing(
    http, failing, model, error, status
):
    _, token = InitialAccessToken.objects.issue(label="Partner", uses_left=1)
    failing(post_save, model, error)
    assert register(browser=http, token=token).status_code == status
    assert not Client.objects.exists()
    assert InitialAccessToken.objects.get().uses_left == 1


def test_an_update_that_fails_changes_nothing(registered, failing):
    failing(pre_save, ClientSecret, RuntimeError("broken"))
    Client.objects.update(client_type="public")
    assert registered.update(client_name="Changed").status_code == 500
    assert registered.client.name == METADATA["client_name"]
    assert ClientSecret.objects.filter(revoked_at=None).count() == 1


@pytest.fixture
def reports():
    """What Django would mail to the admins about each exception, frames and all."""
    made = []

    def report(request=None, **_signal):
        reporter = ExceptionReporter(request, *sys.exc_info())
        made.append(reporter.get_traceback_html() + reporter.get_traceback_text())

    got_request_exception.connect(report)
    yield made
    got_request_exception.disconnect(report)


def test_an_error_report_holds_no_secret(http, registered, failing, reports):
    _, initial = InitialAccessToken.objects.issue(label="Partner")
    own = registered.answer["client_secret"]
    failing(post_save, Client, RuntimeError("broken"))
    failing(pre_delete, Client, RuntimeError("broken"))
    answers = [
        register(browser=http, token=initial),
        registered.update(client_secret=own),
        registered.delete(),
    ]
    assert [answer.status_code for answer in answers] == [500] * 3
    secrets = (initial, own, registered.answer["registration_access_token"])
    assert len(reports) == 3
    for report in reports:
        assert "broken" in report
        assert [value for value in secrets if value in report] == []


def test_the_database_holds_digests_only(registered):
    _, initial = InitialAccessToken.objects.issue(label="Partner")
    register(token=initial)
    models = (Client, ClientSecret, InitialAccessToken)
    stored = str([list(model.objects.values()) for model in models])
    secrets = (initial, *map(registered.answer.get, ("client_secret", "registration_access_token")))
    for value in secrets:
        assert value not in stored
        assert secret.digest(value) in stored


def test_a_log_names_the_client_and_no_secret(caplog):
    caplog.set_level(logging.DEBUG)
    _, initial = InitialAccessToken.objects.issue(label="Partner")
    registration = Registration.of(register(token=initial, client_name="x CRITICAL forged"))
    registration.update(client_secret=registration.answer["client_secret"])
    registration.delete()
    lines = [found.getMessage() for found in caplog.records if found.name.startswith("oauth_prov")]
    assert len([line for line in lines if registration.answer["client_id"] in line]) == 3
    for value in (initial, registration.answer["client_secret"], "org", "forged"):
        assert value not in "".join(lines).replace(registration.answer["client_id"], "")


def test_a_database_that_is_away_is_said_to_be_away(registered, failing):
    failing(post_init, Client, OperationalError("gone away"))
    for response in (registered.read(), registered.update(), registered.delete()):
        assert response.status_code == 503
        assert response.json()["error"] == "temporarily_unavailable"


# --- other people's clients ---


def test_nobody_reaches_another_client(registered):
    other = Registration.of(register(client_name="Other"))
    stranger, unknown = Browser(), f"{REGISTER}/{'x' * 32}"
    attempts = {
        "another client's token": (other.path, registered.headers),
        "no such client": (unknown, registered.headers),
        "no such token": (other.path, bearer("org" + "x" * 49)),
        "an empty token": (other.path, {"Authorization": "Bearer "}),
        "neither": (unknown, bearer("x")),
        "its client secret": (other.path, bearer(other.answer["client_secret"])),
        "the digest": (other.path, bearer(other.client.registration_token_digest)),
        "its id in capitals": (
            other.path.swapcase().replace("/OAUTH/REGISTER", REGISTER),
            other.headers,
        ),
    }
    seen = set()
    for name, (path, headers) in attempts.items():
        for method in ("get", "put", "delete"):
            own = {"client_id": other.answer["client_id"], **METADATA, "client_name": "Taken"}
            body = {"data": own, "content_type": JSON} if method == "put" else {}
            response = getattr(stranger, method)(path, headers=headers, **body)
            assert response.status_code == 401, (name, method)
            seen.add((response.content, response["WWW-Authenticate"]))
    assert len(seen) == 1
    assert other.client.name == "Other"


def test_without_a_token_nothing_is_said(registered):
    for method in ("get", "put", "delete"):
        response = getattr(Browser(), method)(registered.path, {}, content_type=JSON)
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_other_tokens_do_not_manage_a_client(registered, alice):
    session = registered.session(alice)
    _, initial = InitialAccessToken.objects.issue(label="Partner")
    for value in (*session.tokens().values(), initial):
        assert registered.browser.get(registered.path, headers=bearer(value)).status_code == 401
    assert register(token=registered.answer["registration_access_token"]).status_code == 401


def test_a_registration_access_token_opens_no_api(registered):
    session = registered.session()
    assert session.call(registered.answer["registration_access_token"]).status_code == 401


def test_a_client_that_was_not_registered_here_is_nobodys_to_manage(web, client):
    for value in ("", "None", "null"):
        response = client.get(f"{REGISTER}/{web.client_id}", headers=bearer(value))
        assert response.status_code == 401


@pytest.mark.parametrize("path", ["%00", "a%2Fb", "%ff", "..", "x" * 5000, "'--", "%F0%9F%A6%8A"])
def test_an_odd_client_id_is_an_unknown_one(http, registered, path):
    response = http.get(f"{REGISTER}/{path}", headers=registered.headers)
    assert response.status_code in {401, 404}


def test_a_disabled_client_changes_nothing_and_does_not_vanish(registered):
    registered.client.disable(reason="abuse", now=timezone.now())
    for response in (registered.read(), registered.update(), registered.delete()):
        assert_refused(response, "access_denied", status=403)
    assert not registered.client.is_enabled


# --- more than was given ---


def test_an_update_raises_no_privileges(registered, bob):
    before = Client.objects.values().get()
    response = registered.update(
        is_first_party=True,
        is_verified=True,
        is_resource_server=True,
        is_pkce_required=False,
        rotates_refresh_tokens=False,
        allows_localhost=True,
        allowed_origins=["https://evil.example"],
        access_token_lifetime=10**9,
        refresh_token_lifetime="1000000",
        grant_lifetime=10**9,
        owner=bob.pk,
        owner_id=bob.pk,
        disabled_at=None,
        default_scope="follow",
        registration_token_digest="0" * 64,
        created_at="2000-01-01",
        client_id_issued_at=0,
        client_secret_expires_at=0,
        registration_access_token="mine",
        registration_client_uri="https://evil.example/",
        registered={"client_name": "x"},
        metadata={"registered": {}},
    )
    assert response.status_code == 200
    assert Client.objects.values().get() == before
    assert registered.read().status_code == 200


def test_what_an_admin_gave_and_took_stays(registered):
    Client.objects.update(
        is_first_party=True, is_verified=True, is_pkce_required=True, scope="read"
    )
    kept = ("is_first_party", "is_verified", "is_pkce_required", "owner", "grant_lifetime")
    before = Client.objects.values(*kept).get()
    assert registered.update(scope="read:statuses").status_code == 200
    assert Client.objects.values(*kept).get() == before


@pytest.mark.parametrize(
    "changed",
    [
        {"client_name": "Your bank"},
        {"client_uri": "https://bank.example/"},
        {"logo_uri": "https://bank.example/logo.png"},
        {"redirect_uris": ["https://elsewhere.example/cb"]},
    ],
)
def test_whoever_was_verified_cannot_become_somebody_else(registered, changed):
    Client.objects.update(is_verified=True)
    assert registered.update(**changed).status_code == 200
    assert not registered.client.is_verified


@pytest.mark.parametrize("wider", ["read write follow", "follow", "write:follows follow"])
def test_an_update_asks_for_no_wider_scope(registered, wider):
    assert_refused(registered.update(scope=wider), "invalid_client_metadata")
    assert registered.client.scope == METADATA["scope"]


def test_an_update_makes_no_client_act_for_itself(registered):
    types = ["authorization_code", "client_credentials"]
    assert_refused(registered.update(grant_types=types), "invalid_client_metadata")
    assert not registered.client.allows("client_credentials")
    Client.objects.update(grant_types=types)
    assert registered.update(grant_types=types).status_code == 200


def test_a_stranger_registers_nothing_that_acts_for_itself(http):
    assert_refused(register(browser=http, **SERVICE), "invalid_client_metadata")


def test_a_client_that_became_public_cannot_keep_what_only_confidential_ones_have(registered):
    Client.objects.update(
        grant_types=["client_credentials", "authorization_code"], rotates_refresh_tokens=False
    )
    assert_refused(registered.update(**PUBLIC), "invalid_client_metadata")
    assert_refused(
        registered.update(**PUBLIC, grant_types=["client_credentials"]), "invalid_client_metadata"
    )
    assert registered.client.is_confidential
    assert ClientSecret.objects.filter(revoked_at=None).exists()


def test_a_secret_that_leaked_from_a_public_client_is_none_once_it_is_confidential(registered):
    leaked = registered.answer["client_secret"]
    Client.objects.update(client_type="public")
    registered.update()
    session = registered.session()
    session.client.secret = leaked
    assert session.post("/oauth/introspect", token="x").status_code == 401


def test_a_code_stays_bound_to_the_redirect_uri_it_was_issued_for(registered, alice):
    session = registered.session(alice)
    code = session.code()
    registered.update(redirect_uris=["https://evil.example/callback"])
    stolen = session.exchange(code, redirect_uri="https://evil.example/callback")
    assert stolen.json()["error"] == "invalid_grant"


def test_tokens_of_a_deleted_client_are_dead(registered, alice):
    session = registered.session(alice)
    code, tokens = session.code(), session.tokens()
    registered.delete()
    assert session.call(tokens["access_token"]).status_code == 401
    assert session.refresh(tokens["refresh_token"]).json()["error"] == "invalid_client"
    assert session.exchange(code).json()["error"] == "invalid_client"
    assert not Grant.objects.exists()


# --- many of them ---


@pytest.fixture
def three(settings):
    """Three registrations an hour from one address."""
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 3


def test_a_stranger_registers_no_more_than_so_many_an_hour(http, three):
    assert [register(browser=http).status_code for _ in range(4)] == [201, 201, 201, 429]
    stopped = register(browser=http)
    assert_refused(stopped, "temporarily_unavailable", status=429)
    assert 3500 < int(stopped["Retry-After"]) <= 3601
    assert Client.objects.count() == 3


def test_what_is_refused_counts_too(http, three):
    assert register(browser=http, client_name=7).status_code == 400
    assert http.post(REGISTER, b"{", content_type=JSON).status_code == 400
    assert http.post(REGISTER, {}).status_code == 415
    assert register(browser=http).status_code == 429


def test_what_a_client_says_of_its_address_is_not_believed(http, three):
    statuses = [
        register(browser=http, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(4)
    ]
    assert statuses == [201, 201, 201, 429]


def test_behind_a_known_proxy_the_address_is_the_one_it_saw(http, three, settings):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    statuses = [
        register(browser=http, headers={"X-Forwarded-For": f"192.0.2.{n}, 203.0.113.7"}).status_code
        for n in range(4)
    ]
    assert statuses == [201, 201, 201, 429]
    others = register(browser=http, headers={"X-Forwarded-For": "203.0.113.7, 203.0.113.8"})
    assert others.status_code == 201


@pytest.mark.parametrize(
    ("addresses", "last"),
    [
        ([f"2001:db8::{n:x}" for n in range(4)], 429),
        (["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"], 429),
        ([f"2001:db8:0:{n:x}::1" for n in range(4)], 201),
        ([f"192.0.2.{n}" for n in range(4)], 201),
        (["", "", "", ""], 429),
        (["fe80::1%eth0", "fe80::2%eth0", "fe80::3%eth1", "fe80::4%eth0"], 429),
    ],
)
def test_an_ipv6_network_counts_as_one_address(three, addresses, last):
    statuses = [register(browser=Browser(REMOTE_ADDR=found)).status_code for found in addresses]
    assert statuses == [201, 201, 201, last]


def test_another_address_is_not_stopped(three):
    for _ in range(4):
        register(browser=Browser(REMOTE_ADDR="192.0.2.1"))
    assert register(browser=Browser(REMOTE_ADDR="192.0.2.2")).status_code == 201


def test_while_nobody_counts_nobody_registers(http, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.broken_cache.BrokenCache"}}
    response = register(browser=http)
    assert response.status_code == 503
    assert response.json()["error"] == "temporarily_unavailable"
    assert not Client.objects.exists()


def test_guessing_is_slowed_down(registered, settings):
    settings.OAUTH_PROVIDER_FAILURES_PER_CLIENT = 3
    guesses = [
        registered.browser.get(registered.path, headers=bearer(f"guess{n}")).status_code
        for n in range(4)
    ]
    assert guesses == [401, 401, 401, 429]
    assert [register(token=f"guess{n}").status_code for n in range(4)] == [401, 401, 401, 429]
    assert (
        Browser(REMOTE_ADDR="192.0.2.9")
        .get(registered.path, headers=registered.headers)
        .status_code
        == 200
    )
