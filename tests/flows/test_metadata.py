"""RFC 8414: what can this server do, and where?"""

import pytest

pytestmark = pytest.mark.django_db

PATH = "/.well-known/oauth-authorization-server"


def test_every_endpoint_it_names_is_served(client):
    document = client.get(PATH).json()

    assert document["issuer"] == "http://testserver"
    for name, url in document.items():
        if name.endswith("_endpoint"):
            assert client.get(url.removeprefix(document["issuer"])).status_code != 404


def test_it_lists_only_what_works(client):
    document = client.get(PATH).json()

    assert document["grant_types_supported"] == [
        "authorization_code",
        "refresh_token",
        "client_credentials",
    ]
    assert document["response_types_supported"] == ["code"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["authorization_response_iss_parameter_supported"] is True
    assert {"read", "write", "follow"} <= set(document["scopes_supported"])


def test_the_issuer_is_the_configured_one_whatever_host_was_asked(client, settings):
    settings.OAUTH_PROVIDER_ISSUER = "https://login.example"
    document = client.get(PATH).json()
    assert document["issuer"] == "https://login.example"
    assert document["token_endpoint"] == "https://login.example/oauth/token"


def test_an_issuer_with_a_path_is_served_at_the_path_inserted_address(client, settings):
    settings.OAUTH_PROVIDER_ISSUER = "https://login.example/tenant"
    assert client.get(f"{PATH}/tenant").json()["issuer"] == "https://login.example/tenant"
    assert client.get(f"{PATH}/other").status_code == 404


def test_an_unknown_host_steers_nothing(client):
    response = client.get(PATH, headers={"Host": "evil.example"})
    assert response.status_code == 400


def test_anybody_may_read_it_from_anywhere(client):
    response = client.get(PATH)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize("path", [PATH, f"{PATH}/"])
def test_both_spellings_answer(client, path):
    assert client.get(path).status_code == 200


def test_it_answers_while_no_scope_is_known_and_needs_no_login(client):
    assert client.get(PATH)["Content-Type"] == "application/json"
