"""RFC 7591 and 7592 as a story: a program registers itself, and manages what it registered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import (
    AccessToken,
    Client,
    ClientSecret,
    Consent,
    Grant,
    InitialAccessToken,
    RefreshToken,
)
from tests.browser_session import VERIFIER, basic
from tests.registrar import JSON, REGISTER, Registration, register

pytestmark = pytest.mark.django_db

METADATA_PATH = "/.well-known/oauth-authorization-server"
EVERYTHING = {
    "client_name": "Kalender",
    "client_name#de": "Kalender",
    "client_name#ja-Jpan-JP": "カレンダー",
    "redirect_uris": ["https://calendar.example/callback", "http://127.0.0.1/callback"],
    "token_endpoint_auth_method": "client_secret_post",
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "client_uri": "https://calendar.example/",
    "logo_uri": "https://calendar.example/logo.png",
    "scope": "read write:statuses",
    "contacts": ["ops@calendar.example"],
    "tos_uri": "https://calendar.example/terms#top",
    "policy_uri": "https://calendar.example/privacy",
    "software_id": "4NRB1-0XZABZI9E6-5SM3R",
    "software_version": "2.1",
    "application_type": "web",
}


@pytest.fixture(autouse=True)
def _open(settings):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "open"
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 1000


@pytest.fixture
def by_token(settings):
    """Registration needs a token; this one is good for two."""
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "token"
    _, value = InitialAccessToken.objects.issue(label="Partner", uses_left=2)
    return value


@pytest.fixture
def registered():
    """A confidential client."""
    return Registration.of(register())


# --- registering ---


def test_a_client_is_told_all_that_was_registered():
    response = register(**EVERYTHING)
    answer = response.json()

    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    assert {name: answer[name] for name in EVERYTHING} == EVERYTHING
    client = Client.objects.get()
    assert answer["client_id"] == client.client_id
    assert answer["client_id_issued_at"] == int(client.created_at.timestamp())
    assert answer["client_secret_expires_at"] == 0
    assert secret.is_well_formed(answer["client_secret"], secret.Kind.CLIENT_SECRET)
    assert secret.is_well_formed(
        answer["registration_access_token"], secret.Kind.REGISTRATION_ACCESS_TOKEN
    )
    assert answer["registration_client_uri"] == f"http://testserver{REGISTER}/{client.client_id}"
    assert set(answer) - set(EVERYTHING) == {
        "client_id",
        "client_id_issued_at",
        "client_secret",
        "client_secret_expires_at",
        "registration_access_token",
        "registration_client_uri",
    }


def test_what_is_omitted_gets_its_default():
    answer = register(client_name=None, grant_types=None, scope=None).json()

    assert answer["token_endpoint_auth_method"] == "client_secret_basic"
    assert answer["grant_types"] == ["authorization_code"]
    assert answer["response_types"] == ["code"]
    assert answer["scope"] == "read"
    assert answer["client_name"] == answer["client_id"]
    assert None not in answer.values()
    assert "logo_uri" not in answer


def test_null_and_empty_values_count_as_omitted():
    sent = {"client_uri": "", "logo_uri": None, "contacts": [], "tos_uri": "", "response_types": []}
    answer = Registration.of(register(**sent, headers={})).answer
    assert set(sent) & set(answer) == {"response_types"}
    assert answer["response_types"] == ["code"]


def test_unknown_metadata_and_keys_are_ignored():
    answer = Registration.of(
        register(
            jwks={"keys": [{"kty": "oct", "k": "AAAA"}]},
            jwks_uri="https://calendar.example/jwks",
            id_token_signed_response_alg="RS256",
            **{"client_name#": "x", "scope#de": "x", "client_name#not a tag": "x"},
        )
    ).answer
    assert not [name for name in answer if name.startswith(("jwks", "id_token")) or "#" in name]


def test_a_public_client_gets_no_secret():
    registered = Registration.of(
        register(
            token_endpoint_auth_method="none",
            redirect_uris=["http://127.0.0.1/callback", "com.example.calendar:/callback"],
        )
    )
    assert "client_secret" not in registered.answer
    assert "client_secret_expires_at" not in registered.answer
    assert registered.answer["token_endpoint_auth_method"] == "none"
    assert not registered.client.is_confidential
    assert not ClientSecret.objects.exists()


def test_a_registered_client_has_nothing_that_only_an_admin_gives():
    client = Registration.of(
        register(
            is_first_party=True,
            is_verified=True,
            is_resource_server=True,
            rotates_refresh_tokens=False,
            allows_localhost=True,
            access_token_lifetime=10**9,
            owner=1,
            client_id="mine",
            client_secret="mine",
            disabled_at=None,
            metadata={"x": "y"},
        )
    ).client
    assert not client.is_first_party
    assert not client.is_verified
    assert not client.is_resource_server
    assert client.rotates_refresh_tokens
    assert not client.allows_localhost
    assert client.access_token_lifetime is None
    assert client.owner is None
    assert client.client_id != "mine"
    assert "x" not in client.metadata


def test_who_came_without_a_token_is_known_to_have_registered_itself(by_token, settings):
    vouched_for = Registration.of(register(token=by_token)).client
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "open"
    with_token, without = (Registration.of(register(token=t)).client for t in (by_token, None))
    assert not vouched_for.is_self_registered
    assert not with_token.is_self_registered
    assert without.is_self_registered


@pytest.mark.parametrize("path", [REGISTER, f"{REGISTER}/"])
def test_it_answers_with_and_without_a_trailing_slash(path):
    registered = Registration.of(register(path=path))
    for own in (registered.path, f"{registered.path}/"):
        assert registered.browser.get(own, headers=registered.headers).status_code == 200


def test_the_address_is_at_the_issuer(settings):
    settings.OAUTH_PROVIDER_ISSUER = "https://login.example/tenant"
    registered = Registration.of(register())
    assert registered.answer["registration_client_uri"].startswith("https://login.example/oauth/")
    assert registered.read().status_code == 200


def test_a_body_in_utf_8_says_so_in_any_way(client):
    for content_type in (JSON, f"{JSON}; charset=utf-8", f'{JSON};charset="UTF-8"'):
        response = client.post(
            REGISTER, b'{"redirect_uris": ["https://a.example/"]}', content_type=content_type
        )
        assert response.status_code == 201, response.content


# --- then it works ---


def test_a_registered_public_client_goes_all_the_way_to_the_api(alice):
    session = Registration.of(
        register(
            token_endpoint_auth_method="none",
            redirect_uris=["http://127.0.0.1/callback"],
            application_type="native",
        )
    ).session(alice)
    redirect_uri = "http://127.0.0.1:51234/callback"

    code = session.code(redirect_uri=redirect_uri)
    token = session.exchange(code, redirect_uri=redirect_uri).json()

    assert session.call(token["access_token"]).json()["username"] == "alice"
    again = session.refresh(token["refresh_token"]).json()
    assert session.call(again["access_token"]).status_code == 200


def test_a_registered_public_client_must_use_pkce(alice):
    session = Registration.of(
        register(token_endpoint_auth_method="none", redirect_uris=["http://127.0.0.1/callback"])
    ).session(alice)
    response = session.ask(code_challenge=None, code_challenge_method=None)
    assert "error=invalid_request" in response["Location"]


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
def test_a_registered_confidential_client_authenticates(alice, method):
    registered = Registration.of(register(token_endpoint_auth_method=method))
    session = registered.session(alice)
    code = session.code()
    own = {
        "client_secret_post": {},
        "client_secret_basic": {
            "headers": basic(session.client.client_id, session.client.secret),
            "code_verifier": VERIFIER,
        },
    }[method]
    token = session.exchange(code, **own).json()
    assert session.call(token["access_token"]).status_code == 200


def test_a_registered_service_acts_for_itself(by_token):
    registered = Registration.of(
        register(token=by_token, grant_types=["client_credentials"], redirect_uris=None)
    )
    assert registered.answer["response_types"] == []
    assert registered.answer["redirect_uris"] == []
    response = registered.session().post("/oauth/token", grant_type="client_credentials")
    assert response.status_code == 200


# --- who may ---


def test_off_means_that_nobody_registers_or_manages(registered, settings, client):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "off"
    _, token = InitialAccessToken.objects.issue(label="Partner")
    answers = [
        register(),
        register(token=token),
        registered.read(),
        registered.update(),
        registered.delete(),
        client.get(REGISTER),
    ]
    for response in answers:
        assert response.status_code == 403
        assert response.json()["error"] == "access_denied"
    assert Client.objects.count() == 1
    assert InitialAccessToken.objects.get().last_used_at is None


def test_a_mode_that_does_not_exist_is_off(settings):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "opne"
    assert register().status_code == 403


def test_the_metadata_names_the_endpoint_unless_it_is_off(client, settings):
    for mode in ("token", "open"):
        settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = mode
        document = client.get(METADATA_PATH).json()
        assert document["registration_endpoint"] == f"http://testserver{REGISTER}"
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "off"
    assert "registration_endpoint" not in client.get(METADATA_PATH).json()


def test_an_initial_access_token_is_good_for_as_many_uses_as_it_has(by_token):
    assert [register(token=by_token).status_code for _ in range(3)] == [201, 201, 401]
    assert Client.objects.count() == 2
    assert InitialAccessToken.objects.get().uses_left == 0


def test_without_a_token_the_challenge_is_bare(by_token):
    response = register()
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'
    assert not Client.objects.exists()


def test_a_wrong_token_is_said_to_be_one(by_token):
    response = register(token="wrong")
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_token"
    assert response["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


def test_an_initial_access_token_ends(by_token):
    now = timezone.now()
    for ending in ({"expires_at": now - timedelta(seconds=1)}, {"revoked_at": now}):
        row, value = InitialAccessToken.objects.issue(label="Partner")
        InitialAccessToken.objects.filter(pk=row.pk).update(**ending)
        assert register(token=value).status_code == 401


def test_a_refusal_costs_no_use_of_the_token(by_token):
    before = InitialAccessToken.objects.values().get()
    assert register(token=by_token, redirect_uris=["http://evil.example/"]).status_code == 400
    assert register(token=by_token, client_name=7).status_code == 400
    assert register(token=by_token, software_statement="a.b.c").status_code == 400
    assert InitialAccessToken.objects.values().get() == before


def test_where_everybody_may_register_a_token_registers_more(settings):
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 1
    service = {"grant_types": ["client_credentials"], "redirect_uris": None}
    _, token = InitialAccessToken.objects.issue(label="Partner")
    refused = register(**service)
    assert refused.json()["error"] == "invalid_client_metadata"
    assert register().status_code == 429
    assert [register(token=token, **service).status_code for _ in range(3)] == [201] * 3
    assert register(token="wrong").status_code == 401


# --- reading ---


def test_a_client_reads_what_it_registered(registered):
    response = registered.read()

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    without_secret = {
        name: value
        for name, value in registered.answer.items()
        if not name.startswith("client_secret")
    }
    assert response.json() == without_secret


def test_what_an_admin_changed_is_read(registered):
    client = registered.client
    client.name, client.client_type = "Renamed", "public"
    client.metadata = {"registered": "edited by hand", "site": "note"}
    client.save()
    answer = registered.read().json()
    assert (answer["client_name"], answer["token_endpoint_auth_method"]) == ("Renamed", "none")
    assert "site" not in answer


def test_reading_takes_one_query(registered, measure):
    with measure() as cost:
        registered.read()
    assert (cost.queries, cost.writes) == (1, 0)


# --- changing ---


def test_a_client_replaces_what_it_registered():
    registered = Registration.of(register(**EVERYTHING))
    response = registered.update(
        client_name="Almanac", redirect_uris=["https://almanac.example/cb"], scope="read"
    )

    assert response.status_code == 200
    answer = response.json()
    assert answer["client_name"] == "Almanac"
    assert answer["redirect_uris"] == ["https://almanac.example/cb"]
    assert answer["scope"] == "read"
    assert answer["registration_access_token"] == registered.answer["registration_access_token"]
    for name in ("logo_uri", "contacts", "tos_uri", "software_id", "client_name#de"):
        assert name not in answer
    assert registered.read().json() == answer
    assert answer["client_id_issued_at"] == registered.answer["client_id_issued_at"]


def test_what_an_admin_noted_stays(registered):
    client = registered.client
    client.metadata = {**client.metadata, "ticket": 42}
    client.save()
    registered.update(contacts=["a@b.example"])
    assert registered.client.metadata["ticket"] == 42
    assert registered.client.metadata["registered"]["contacts"] == ["a@b.example"]


def test_what_was_read_can_be_sent_back(registered):
    answer = registered.read().json()
    response = registered.update(**answer)
    assert response.status_code == 200
    assert response.json() == answer


def test_a_secret_that_is_sent_along_must_be_the_clients_own(registered):
    own = registered.answer["client_secret"]
    answer = registered.update(client_secret=own).json()
    assert (answer["client_secret"], answer["client_secret_expires_at"]) == (own, 0)
    for wrong in ("mine", "", 7, [own], "\u00e9"):
        response = registered.update(client_secret=wrong)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_client_metadata")
    assert ClientSecret.objects.count() == 1


def test_an_ended_secret_is_not_its_own(registered):
    own = registered.answer["client_secret"]
    now = timezone.now()
    for ending in ({"expires_at": now}, {"expires_at": None, "revoked_at": now}):
        ClientSecret.objects.update(**ending)
        assert registered.update(client_secret=own).status_code == 400


def test_the_client_id_must_be_sent_and_be_its_own(registered):
    for wrong in (None, "other", 7, registered.answer["client_id"].swapcase()):
        response = registered.update(client_id=wrong, client_name="Changed")
        assert (response.status_code, response.json()["error"]) == (400, "invalid_client_metadata")
    assert registered.client.name == "Calendar"


def test_a_client_that_becomes_public_loses_its_secrets(registered):
    ClientSecret.objects.issue(client=registered.client)
    answer = registered.update(token_endpoint_auth_method="none").json()
    assert answer["token_endpoint_auth_method"] == "none"
    assert "client_secret" not in answer
    assert not registered.client.secrets.filter(revoked_at=None).exists()


def test_a_client_that_becomes_confidential_gets_a_secret():
    registered = Registration.of(register(token_endpoint_auth_method="none"))
    _, shipped = ClientSecret.objects.issue(client=registered.client)  # not treated as a secret
    answer = registered.update(token_endpoint_auth_method="client_secret_post").json()

    assert answer["client_secret_expires_at"] == 0
    live = registered.client.secrets.get(revoked_at=None)
    assert live.digest == secret.digest(answer["client_secret"])
    assert live.digest != secret.digest(shipped)


def test_its_pages_may_talk_to_the_server_from_where_it_now_is(client):
    registered = Registration.of(
        register(token_endpoint_auth_method="none", redirect_uris=["https://old.example/cb"])
    )
    registered.update(token_endpoint_auth_method="none", redirect_uris=["https://new.example/cb"])
    for origin, is_known in (("https://old.example", False), ("https://new.example", True)):
        response = client.options("/oauth/token", headers={"Origin": origin})
        assert response.has_header("Access-Control-Allow-Origin") == is_known


def test_a_default_scope_shrinks_with_the_scope(registered):
    Client.objects.update(default_scope="write")
    registered.update(scope="read")
    assert registered.client.default_scope == ""


def test_what_cannot_be_declined_shrinks_with_the_scope(registered):
    Client.objects.update(scope="read write", required_scope="read:statuses write")
    assert registered.update(scope="read").status_code == 200
    assert registered.client.required_scope == "read:statuses"


def test_a_scope_that_is_omitted_is_the_default_as_far_as_the_client_may(registered):
    assert registered.update(scope=None).json()["scope"] == "read"
    Client.objects.update(scope="read:statuses write")
    assert registered.update(scope=None).json()["scope"] == "read:statuses"


# --- deleting ---


def test_a_client_deletes_itself_and_all_that_was_issued_to_it(registered, alice, session):
    bystander = session.tokens()
    own = registered.session(alice)
    token = own.tokens()["access_token"]

    response = registered.delete()

    assert response.status_code == 204
    assert response.content == b""
    assert response["Cache-Control"] == "no-store"
    assert own.call(token).status_code == 401
    assert session.call(bystander["access_token"]).status_code == 200
    assert Client.objects.get() == session.client
    for model in (Grant, AccessToken, RefreshToken, Consent, ClientSecret):
        assert model.objects.count() == 1
    assert registered.read().status_code == 401
    assert registered.delete().status_code == 401


def test_deleting_takes_as_many_queries_for_one_token_as_for_many(measure, alice):
    costs = []
    for count in (1, 30):
        registered = Registration.of(register())
        grant = Grant.objects.create(
            client=registered.client, user=alice, grant_type="authorization_code"
        )
        AccessToken.objects.bulk_create(
            AccessToken(
                grant=grant, digest=f"{grant.pk:032}{number:032}", created_at=timezone.now()
            )
            for number in range(count)
        )
        with measure() as cost:
            assert registered.delete().status_code == 204
        costs.append(cost.queries)
    assert costs[0] == costs[1]


# --- what it costs ---


def test_a_confidential_registration_takes_few_queries(by_token, measure):
    with measure() as cost:
        assert register(token=by_token, **EVERYTHING).status_code == 201
    assert (cost.queries, cost.writes) == (4, 3), cost.statements


def test_an_update_takes_few_queries(registered, measure):
    with measure() as cost:
        assert registered.update(client_name="Almanac").status_code == 200
    assert (cost.queries, cost.writes) == (3, 1), cost.statements


# --- pages in browsers ---


@pytest.mark.parametrize("mode", ["open", "token"])
def test_a_page_from_anywhere_may_register(client, settings, mode):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = mode
    response = client.options(
        REGISTER,
        headers={
            "Origin": "https://inspector.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        },
    )
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    assert "Access-Control-Allow-Credentials" not in response
    assert register(headers={"Origin": "null"})["Access-Control-Allow-Origin"] == "*"


def test_a_page_manages_its_client(registered, client):
    response = client.options(registered.path, headers={"Origin": "https://inspector.example"})
    assert response["Access-Control-Allow-Methods"] == "GET, PUT, DELETE, OPTIONS"
    assert registered.read()["Access-Control-Allow-Origin"] == "*"


def test_the_wrong_method_is_told_the_right_ones(registered, client):
    for path, method, allowed in (
        (REGISTER, client.get, "POST, OPTIONS"),
        (registered.path, client.post, "GET, PUT, DELETE, OPTIONS"),
    ):
        response = method(path)
        assert (response.status_code, response["Allow"]) == (405, allowed)
        assert response.json()["error"] == "invalid_request"
