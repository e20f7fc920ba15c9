"""``POST /api/v1/apps``, as Mastodon documents it."""

import pytest
from django.test import Client as Browser

from oauth_provider.domain import secret
from oauth_provider.models import Client, ClientSecret
from tests.registrar import register as register_by_rfc_7591

from .client import APPS, OUT_OF_BAND, SOUND, WRITTEN, as_form, as_json, as_multipart, register

pytestmark = pytest.mark.django_db

every_writing = pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)

BLANK_NAME = "Application name can't be blank"
LONG_NAME = "Application name is too long (maximum is 60 characters)"
BLANK_URI = "Redirect URI can't be blank"
LONG_URI = "Redirect URI is too long (maximum is 2000 characters)"
RELATIVE = "Redirect URI must be an absolute URI."
FRAGMENT = "Redirect URI cannot contain a fragment."
FORBIDDEN = "Redirect URI is forbidden by the server."
SCHEMELESS = "Redirect URI must specify a scheme."
INSECURE = "Redirect URI must be an HTTPS/SSL URI."
INVALID = "Redirect URI must be a valid URI."
SCOPES = "Scopes doesn't match those configured on the server."
WEBSITE = "Application website is not a valid URL"
LONG_WEBSITE = "Application website is too long (maximum is 2000 characters)"

MANY_URIS = [f"https://app.example/{number}/callback" for number in range(500)]
REFUSED = [
    ({"client_name": ""}, [BLANK_NAME]),
    ({"client_name": "  "}, [BLANK_NAME]),
    ({"client_name": None}, [BLANK_NAME]),
    ({"client_name": "hoge" * 20}, [LONG_NAME]),
    ({"redirect_uris": ""}, [BLANK_URI]),
    ({"redirect_uris": "\n"}, [BLANK_URI]),
    ({"redirect_uris": None}, [BLANK_URI]),
    ({"redirect_uris": "https://app.example/" + "hoge" * 2000}, [LONG_URI]),
    ({"redirect_uris": "callback"}, [RELATIVE]),
    ({"redirect_uris": "app.example/callback"}, [RELATIVE]),
    ({"redirect_uris": "//app.example/callback"}, [RELATIVE]),
    ({"redirect_uris": "https://app.example/#x"}, [FRAGMENT]),
    ({"redirect_uris": "app://callback#"}, [FRAGMENT]),
    ({"redirect_uris": "javascript:alert(1)"}, [FORBIDDEN, SCHEMELESS]),
    ({"redirect_uris": "JavaScript://x/%0Aalert(1)"}, [FORBIDDEN]),
    ({"redirect_uris": "data:text/html,x"}, [FORBIDDEN, SCHEMELESS]),
    ({"redirect_uris": "vbscript:x"}, [FORBIDDEN, SCHEMELESS]),
    ({"redirect_uris": "file:///etc/passwd"}, [FORBIDDEN]),
    ({"redirect_uris": "localhost:3000/callback"}, [SCHEMELESS]),
    ({"redirect_uris": "mailto:app@app.example"}, [SCHEMELESS]),
    ({"redirect_uris": "http://app.example/callback"}, [INSECURE]),
    ({"redirect_uris": "https://"}, [INVALID]),
    ({"redirect_uris": "https:///callback"}, [INVALID]),
    ({"redirect_uris": "https://app.ex\u00e4mple/"}, [INVALID]),
    ({"redirect_uris": "https://app.example/%zz"}, [INVALID]),
    ({"redirect_uris": "https://[::1"}, [INVALID]),
    ({"redirect_uris": f"{OUT_OF_BAND}\ncallback\nalso"}, [RELATIVE]),
    ({"redirect_uris": "callback javascript:x"}, [RELATIVE, FORBIDDEN, SCHEMELESS]),
    ({"scopes": "hoge"}, [SCOPES]),
    ({"scopes": "read hoge"}, [SCOPES]),
    ({"scopes": "READ"}, [SCOPES]),
    ({"scopes": 'read"'}, [SCOPES]),
    ({"scopes": " ".join(f"s{number}" for number in range(200))}, [SCOPES]),
    ({"website": "ftp://elephant.example/"}, [WEBSITE]),
    ({"website": "javascript:alert(1)"}, [WEBSITE]),
    ({"website": "elephant"}, [WEBSITE]),
    ({"website": "https://foo.bar/" + "hoge" * 2000}, [LONG_WEBSITE]),
    (
        {"client_name": "", "redirect_uris": "x", "scopes": "hoge", "website": "x"},
        [BLANK_NAME, RELATIVE, SCOPES, WEBSITE],
    ),
    (
        {"client_name": "x" * 61, "redirect_uris": "", "website": "https://x/" + "x" * 3000},
        [BLANK_URI, LONG_NAME, LONG_WEBSITE],
    ),
]


def lasting(answer):
    """What does not differ between two registrations of the same application."""
    own = {"id", "client_id", "client_secret"}
    return {name: value for name, value in answer.items() if name not in own}


# --- the answer ---


def test_the_answer_is_a_credential_application():
    response = register()
    client = Client.objects.get()
    answer = response.json()

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert answer == {
        "id": str(client.pk),
        "name": "Elephant",
        "website": "https://elephant.example/",
        "scopes": ["read", "write"],
        "redirect_uri": OUT_OF_BAND,
        "redirect_uris": [OUT_OF_BAND],
        "client_id": client.client_id,
        "client_secret": answer["client_secret"],
        "client_secret_expires_at": 0,
        "vapid_key": "",
    }
    assert ClientSecret.objects.get().digest == secret.digest(answer["client_secret"])


def test_it_is_confidential_and_everybodys():
    register()
    client = Client.objects.get()
    assert client.is_confidential
    assert client.is_self_registered
    assert client.owner is None
    assert client.grant_types == ["authorization_code", "refresh_token", "client_credentials"]
    assert not any((client.is_first_party, client.is_verified, client.is_resource_server))


@every_writing
def test_a_form_multipart_and_json_are_answered_alike(written):
    assert lasting(register(written).json()) == lasting(register(as_form).json())


def test_both_spellings_of_the_path_answer(client):
    assert client.post(f"{APPS}/", SOUND).status_code == 200


def test_unknown_parameters_are_ignored():
    sent = {"owner": "1", "is_first_party": "true", "client_id": "mine", "client_secret": "mine"}
    answer = register(**sent).json()
    assert answer["client_id"] != "mine"
    assert answer["client_secret"] != "mine"
    assert not Client.objects.get().is_first_party


@every_writing
@pytest.mark.parametrize("website", [None, ""])
def test_without_a_website_there_is_none(written, website):
    assert register(written, website=website).json()["website"] is None


# --- redirect URIs ---

TWO = ["https://redirect1.example/", "app://redirect2.example/"]


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        (as_form, {"redirect_uris": "\n".join(TWO)}),
        (as_form, {"redirect_uris": " ".join(TWO)}),
        (as_form, {"redirect_uris": f" {TWO[0]}\r\n\t{TWO[1]}\n"}),
        (as_form, {"redirect_uris": TWO}),
        (as_form, {"redirect_uris[]": TWO}),
        (as_form, {"redirect_uris[0]": TWO[0], "redirect_uris[1]": TWO[1]}),
        (as_multipart, {"redirect_uris": "\n".join(TWO)}),
        (as_multipart, {"redirect_uris[]": TWO}),
        (as_json, {"redirect_uris": "\n".join(TWO)}),
        (as_json, {"redirect_uris": TWO}),
        (as_json, {"redirect_uris": [*TWO, TWO[0], ""]}),
    ],
)
def test_several_redirect_uris_are_a_text_or_a_list(written, fields):
    response = register(written, **{"redirect_uris": None, **fields})
    assert response.status_code == 200, response.content
    assert response.json()["redirect_uris"] == TWO
    assert response.json()["redirect_uri"] == "\n".join(TWO)
    assert Client.objects.get().redirect_uris == TWO


@pytest.mark.parametrize(
    "uri",
    [
        OUT_OF_BAND,
        f"{OUT_OF_BAND}:auto",
        "https://elk.example/api/signin?server=x",
        "http://localhost:4002/settings/instances/add",
        "http://localhost/auth/callback/mastodon",
        "http://127.0.0.1:5000/callback",
        "http://[::1]/",
        "icecubesapp://",
        "mastodon://joinmastodon.org/oauth",
        "mastodon-android-auth://callback",
        "oauth2redirect://com.keylesspalace.tusky/",
        "com.example.app:/callback",
    ],
)
def test_what_the_clients_of_mastodon_register_is_accepted(uri):
    assert register(redirect_uris=uri).json()["redirect_uris"] == [uri]


def test_development_hosts_need_no_https(settings):
    settings.OAUTH_PROVIDER_DEVELOPMENT_HTTP_HOSTS = ["app.test"]
    assert register(redirect_uris="http://app.test/callback").status_code == 200


# --- scopes ---


@every_writing
@pytest.mark.parametrize("scopes", [None, "", " "])
def test_without_scopes_it_gets_the_default_one(written, scopes):
    assert register(written, scopes=scopes).json()["scopes"] == ["read"]


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        (as_json, {"scopes": ["read", "write", "follow"]}),
        (as_form, {"scopes[]": ["read", "write", "follow"], "scopes": None}),
    ],
)
def test_a_list_of_scopes_counts_as_none(written, fields):
    assert register(written, **fields).json()["scopes"] == ["read"]


@pytest.mark.parametrize("scopes", [" ".join(["read"] * 40), "read  read", "read\nread"])
def test_each_scope_is_saved_once(scopes):
    assert register(scopes=scopes).json()["scopes"] == ["read"]
    assert Client.objects.get().scope == "read"


def test_every_scope_can_be_registered_for(settings):
    names = list(settings.OAUTH_PROVIDER_SCOPES)
    assert register(scopes=" ".join(names)).json()["scopes"] == names


def test_the_default_is_the_sites(settings):
    from tests.factories import ScopeFactory

    ScopeFactory(name="greet", is_default=True)
    assert register(scopes=None).json()["scopes"] == ["greet", "read"]


# --- what is refused ---


@every_writing
@pytest.mark.parametrize(("changes", "words"), REFUSED)
def test_what_is_wrong_is_said_in_mastodons_words(written, changes, words):
    response = register(written, **changes)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/json"
    assert response.json() == {"error": f"Validation failed: {', '.join(words)}"}
    assert not Client.objects.exists()


@pytest.mark.parametrize(
    ("written", "fields", "words"),
    [
        (as_json, {"redirect_uris": []}, BLANK_URI),
        (as_json, {"redirect_uris": [""]}, BLANK_URI),
        (as_json, {"redirect_uris": {"uri": "https://x.example"}}, BLANK_URI),
        (as_json, {"redirect_uris": [["https://x.example"], 7, None]}, BLANK_URI),
        (as_json, {"redirect_uris": MANY_URIS}, LONG_URI),
        (as_form, {"redirect_uris[]": MANY_URIS}, LONG_URI),
        (as_multipart, {"redirect_uris[]": MANY_URIS}, LONG_URI),
        (as_json, {"client_name": ["Elephant"]}, BLANK_NAME),
        (as_json, {"client_name": {"x": "Elephant"}}, BLANK_NAME),
    ],
)
def test_a_list_that_cannot_be_is_refused_alike(written, fields, words):
    fields = {"redirect_uris": None, **fields} if "redirect_uris[]" in fields else fields
    response = register(written, **fields)
    assert response.status_code == 422
    assert response.json() == {"error": f"Validation failed: {words}"}


@pytest.mark.parametrize(
    ("changes", "words", "reason"),
    [
        ({"client_name": "B\u0430nk"}, "Application name is invalid. ", "alphabets"),
        ({"client_name": "Ele\u200bphant"}, "Application name is invalid. ", "seen"),
        ({"client_name": "\u202etnahpelE"}, "Application name is invalid. ", "around"),
        ({"redirect_uris": "https://*.example/"}, f"{INVALID} ", "wildcard"),
        ({"redirect_uris": "https://a@app.example/"}, f"{INVALID} ", "user name"),
        ({"redirect_uris": "app://a:b@callback/"}, f"{INVALID} ", "user name"),
        ({"redirect_uris": "https://app.example/?code=1"}, f"{INVALID} ", "query"),
        ({"redirect_uris": "HTTPS://app.example/"}, f"{INVALID} ", "lower-case"),
        (
            {"redirect_uris": " ".join(f"a://{number}" for number in range(60))},
            "Redirect URI is invalid. ",
            "50",
        ),
    ],
)
def test_where_mastodon_has_no_rule_the_reason_is_said(changes, words, reason):
    response = register(**changes)
    assert response.status_code == 422
    assert response.json()["error"].startswith(f"Validation failed: {words}")
    assert reason in response.json()["error"]
    assert not Client.objects.exists()


def test_the_words_are_the_same_in_every_language():
    refused = register(client_name="B\u0430nk", headers={"Accept-Language": "de"})
    assert refused.json() == register(client_name="B\u0430nk").json()


# --- how often ---


@pytest.fixture
def twice_an_hour(settings):
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 2


def test_one_address_registers_so_often_and_others_go_on(twice_an_hour):
    assert [register().status_code for _ in range(3)] == [200, 200, 429]
    refused = register()
    assert refused.json()["error"] == "temporarily_unavailable"
    assert 0 < int(refused["Retry-After"]) <= 3601
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert register(browser=Browser(REMOTE_ADDR="192.0.2.7")).status_code == 200
    assert Client.objects.count() == 3


def test_failures_count_too(twice_an_hour):
    statuses = [register(client_name="").status_code for _ in range(2)]
    assert statuses == [422, 422]
    assert register().status_code == 429


def test_both_ways_to_register_count_as_one(twice_an_hour, settings):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "open"
    assert register().status_code == 200
    assert register_by_rfc_7591().status_code == 201
    assert register().status_code == 429
    assert register_by_rfc_7591().status_code == 429


# --- browsers ---


def test_a_page_from_anywhere_registers_itself():
    preflight = Browser().options(
        APPS,
        headers={"Origin": "https://phanpy.example", "Access-Control-Request-Method": "POST"},
    )
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Origin"] == "*"
    assert "POST" in preflight["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight["Access-Control-Allow-Headers"]
    for response in (register(), register(client_name="")):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response


def test_other_methods_are_named(client):
    response = client.get(APPS)
    assert response.status_code == 405
    assert response["Allow"] == "POST, OPTIONS"


# --- metadata ---


def test_the_metadata_say_where_to_register(client, settings):
    path = "/.well-known/oauth-authorization-server"
    settings.OAUTH_PROVIDER_ISSUER = "https://social.example"
    assert client.get(path).json()["app_registration_endpoint"] == f"https://social.example{APPS}"
    settings.ROOT_URLCONF = "tests.dialects.mastodon.urls_without"
    assert "app_registration_endpoint" not in client.get(path).json()
