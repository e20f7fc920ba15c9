"""What a correct answer to an attack looks like."""

import re
from urllib.parse import parse_qsl

from oauth_provider.models import AccessToken, AuthorizationCode, Grant, RefreshToken

TOKEN = "/oauth/token"
REVOKE = "/oauth/revoke"
INTROSPECT = "/oauth/introspect"
PROTOCOL = [TOKEN, REVOKE, INTROSPECT]
AUTHORIZE = "/oauth/authorize"
API = "/api/v1/accounts/verify_credentials"
POSTING = "/api/v1/statuses"

DESCRIPTION = re.compile(r"[\x20-\x21\x23-\x5B\x5D-\x7E]+")  # RFC 6749 §5.2
CHALLENGE_ATTRIBUTE = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"(?:, |$)')  # RFC 9110 §11.2


def assert_page(response):
    """A page for the person in front of it, and no way from it to anybody else."""
    assert 400 <= response.status_code < 500, response.status_code
    assert "Location" not in response
    assert response["Content-Type"].startswith("text/html")
    assert_nothing_issued()


def assert_consent_page(response):
    """The user is asked; nothing has happened yet."""
    assert response.status_code == 200, response.get("Location")
    assert 'name="decision"' in response.content.decode()


def error_redirect(response, error, *, to="https://client.example/callback"):
    """The parameters of an error that went back to the client, and nothing but it."""
    assert response.status_code == 302
    target, _, query = response["Location"].partition("?")
    assert target == to
    answer = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    assert len(dict(answer)) == len(answer)
    assert dict(answer)["error"] == error
    assert DESCRIPTION.fullmatch(dict(answer)["error_description"])
    assert dict(answer)["iss"] == "http://testserver"
    assert "code" not in dict(answer)
    assert_nothing_issued()
    return dict(answer)


def json_of(response):
    """The body of an answer that programs read and nobody keeps."""
    assert response.status_code < 500, response.content
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    body = response.json()
    assert isinstance(body, dict)
    return body


def assert_error(response, error, status=400):
    """An error as RFC 6749 §5.2 has it."""
    body = json_of(response)
    assert (body["error"], response.status_code) == (error, status), body
    assert DESCRIPTION.fullmatch(body["error_description"])
    assert set(body) == {"error", "error_description"}
    if status == 401:
        assert response["WWW-Authenticate"].startswith("Basic realm=")


def challenge_of(response):
    """The attributes of a bearer challenge, each parseable (RFC 6750 §3)."""
    scheme, _, rest = response["WWW-Authenticate"].partition(" ")
    assert scheme == "Bearer"
    found = CHALLENGE_ATTRIBUTE.findall(rest)
    assert "".join(f'{name}="{value}", ' for name, value in found) == f"{rest}, "
    assert len(dict(found)) == len(found)
    return {name: re.sub(r"\\(.)", r"\1", value) for name, value in found}


def assert_invalid_token(response):
    """An API refused the token as such (RFC 6750 §3.1)."""
    assert response.status_code == 401, response.content
    assert challenge_of(response)["error"] == "invalid_token"


def assert_nothing_issued():
    """Not a row was written from which anything could be used."""
    for model in (Grant, AuthorizationCode, AccessToken, RefreshToken):
        assert not model.objects.exists()


def counts():
    """How much was issued so far."""
    issued = (Grant, AuthorizationCode, AccessToken, RefreshToken)
    return {model.__name__: model.objects.count() for model in issued}
