"""RFC 8414: what the server says of itself is true, and steered by nobody."""

import pytest
from django.test import Client as Browser

from tests.browser_session import Session, basic

from .answers import TOKEN, json_of

pytestmark = pytest.mark.django_db

METADATA = "/.well-known/oauth-authorization-server"


@pytest.fixture
def found():
    return Browser().get(METADATA).json()


def test_it_lists_only_what_works(found, session, acting):
    assert found["response_types_supported"] == ["code"]
    assert found["code_challenge_methods_supported"] == ["S256"]
    tokens = session.tokens()
    forms = {
        "authorization_code": (session, {"code": session.code()}),
        "refresh_token": (session, {"refresh_token": tokens["refresh_token"]}),
        "client_credentials": (acting, {}),
    }
    assert set(found["grant_types_supported"]) == set(forms)
    for grant_type, (asking, form) in forms.items():
        response = asking.post(TOKEN, grant_type=grant_type, **form)
        assert response.json().get("error") != "unsupported_grant_type"


def test_each_method_of_authentication_that_it_lists_works(found, service, desktop_session):
    refreshed = desktop_session.tokens()["refresh_token"]
    own = {"client_id": service.client_id, "client_secret": service.secret}
    form = {"grant_type": "client_credentials"}
    answers = {
        "client_secret_basic": lambda: Browser().post(TOKEN, form, headers=basic(*own.values())),
        "client_secret_post": lambda: Browser().post(TOKEN, {**form, **own}),
        "none": lambda: desktop_session.refresh(refreshed),
    }
    assert set(found["token_endpoint_auth_methods_supported"]) == set(answers)
    assert {answer().status_code for answer in answers.values()} == {200}


def test_introspection_does_not_offer_what_it_refuses(found):
    assert "none" not in found["introspection_endpoint_auth_methods_supported"]


def test_every_endpoint_that_it_names_is_there_at_the_issuer(found):
    endpoints = [value for name, value in found.items() if name.endswith("_endpoint")]
    assert len(endpoints) >= 4
    for url in endpoints:
        assert url.startswith(f"{found['issuer']}/")
        assert Browser().get(url.removeprefix(found["issuer"])).status_code in {400, 401, 405}


def test_every_scope_that_it_names_can_be_asked_for(found, alice, web):
    web.scope = " ".join(found["scopes_supported"])
    web.save()
    page = Session(web, alice).ask(scope=web.scope)
    assert page.status_code == 200


def test_an_issuer_with_a_path_is_found_at_the_inserted_path(settings):
    settings.OAUTH_PROVIDER_ISSUER = "https://id.example/tenant"
    assert Browser().get(f"{METADATA}/tenant").json()["issuer"] == "https://id.example/tenant"


@pytest.mark.parametrize("path", ["/other", "/tenant/x", "/../tenant", "/%00", "/a/b/c", "//evil"])
def test_no_other_path_is_answered_for_another_issuer(http, settings, path):
    settings.OAUTH_PROVIDER_ISSUER = "https://id.example/tenant"
    assert http.get(METADATA + path).status_code == 404


@pytest.mark.parametrize("issuer", ["https://id.example", "https://id.example/tenant"])
def test_the_issuer_has_neither_query_nor_fragment(settings, issuer):
    settings.OAUTH_PROVIDER_ISSUER = issuer
    found = Browser().get(METADATA, {"x": "y"}).json()
    assert found["issuer"] == issuer
    assert not any("?" in str(value) or "#" in str(value) for value in found.values())


def test_everybody_may_read_it_and_caches_may_keep_it():
    response = Browser().get(METADATA, headers={"Origin": "https://anybody.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "max-age" in response["Cache-Control"]
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nobody_writes_it(method):
    response = Browser().generic(method, METADATA)
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert json_of(response)["error"] == "invalid_request"


def test_it_tells_nothing_of_clients_and_users(found, session):
    assert session.client.client_id not in str(found)
    assert "alice" not in str(found)


def test_answers_for_programs_are_not_readable_everywhere(session):
    response = session.post(TOKEN, grant_type="x")
    assert "Access-Control-Allow-Origin" not in response
    json_of(response)
