"""Rubbish at every endpoint: never a fault of ours, and JSON wherever JSON was promised."""

import pytest
from django.test import Client as Browser
from hypothesis import given

from oauth_provider.models import AccessToken
from tests.browser_session import basic, hidden_fields

from . import rubbish
from .answers import API, AUTHORIZE, POSTING, PROTOCOL, TOKEN, counts

pytestmark = pytest.mark.django_db


EXPECTED = {200, 204, 400, 401, 403, 404, 405, 413, 414, 415, 422}


@pytest.fixture(autouse=True)
def patient(settings):
    """A site that never tires of answering."""
    settings.OAUTH_PROVIDER_FAILURES_PER_CLIENT = 1_000_000
    settings.OAUTH_PROVIDER_FAILURES_PER_ADDRESS = 1_000_000


def assert_json(response):
    """An answer for a program, whatever the question was."""
    assert response.status_code in EXPECTED
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert isinstance(response.json(), dict)


@pytest.mark.parametrize("path", PROTOCOL)
@rubbish.fuzz
@given(body=rubbish.bodies, content_type=rubbish.content_types, header=rubbish.headers)
def test_the_endpoints_answer_any_body_in_json(http, path, body, content_type, header):
    headers = {"Authorization": header}
    assert_json(http.generic("POST", path, body, content_type=content_type, headers=headers))
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("path", PROTOCOL)
@rubbish.fuzz
@given(fields=rubbish.pairs)
def test_the_endpoints_answer_any_form_of_a_known_client(http, session, path, fields):
    own = basic(session.client.client_id, session.client.secret)
    body, content_type = rubbish.form(fields), "application/x-www-form-urlencoded"
    assert_json(http.generic("POST", path, body, content_type=content_type, headers=own))
    assert not AccessToken.objects.exists()


@rubbish.fuzz
@given(name=rubbish.names, value=rubbish.text)
def test_the_token_endpoint_answers_a_request_with_one_fault(http, acting, name, value):
    own = {"client_id": acting.client.client_id, "client_secret": acting.client.secret}
    sound = {"grant_type": "client_credentials", "scope": "read", **own}
    body, kind = rubbish.changed(sound, name, value), "application/x-www-form-urlencoded"
    response = http.generic("POST", TOKEN, body, content_type=kind)
    assert_json(response)
    assert response.json().get("scope", "read") in {"read", "read write", "write"}


@rubbish.fuzz
@given(query=rubbish.queries)
def test_the_authorization_endpoint_answers_any_query(visible, query):
    for browser in (visible.browser, Browser(raise_request_exception=False)):
        response = browser.get(AUTHORIZE, QUERY_STRING=query)
        assert response.status_code in {400, 414}
        assert "Location" not in response


@rubbish.fuzz
@given(name=rubbish.names, value=rubbish.text)
def test_the_authorization_endpoint_answers_a_request_with_one_fault(visible, name, value):
    query = rubbish.changed(visible.request(), name, value)
    response = visible.browser.get(AUTHORIZE, QUERY_STRING=query)
    assert response.status_code in {200, 302, 400}
    targets = ("https://client.example/callback?", "/accounts/login/?next=/oauth/authorize%3F")
    assert response.get("Location", targets[0]).startswith(targets)
    assert set(counts().values()) == {0}


@rubbish.fuzz
@given(name=rubbish.names, value=rubbish.text)
def test_the_consent_page_answers_any_edited_field(visible, name, value):
    page = visible.ask(state=None)
    url = f"{AUTHORIZE}?{page.request['QUERY_STRING']}"
    form = {**hidden_fields(page.content.decode()), "decision": "deny", name: value}
    body = rubbish.form(form)
    kind = "application/x-www-form-urlencoded"
    response = visible.browser.generic("POST", url, body, content_type=kind)
    assert response.status_code in {302, 400, 403}
    assert set(counts().values()) == {0}


@rubbish.fuzz
@given(header=rubbish.headers, query=rubbish.queries)
def test_an_api_answers_any_header_and_query(http, header, query):
    headers = {"Authorization": header}
    response = http.get(API, QUERY_STRING=query, headers=headers)
    assert response.status_code in {400, 401}
    assert response["Content-Type"] == "application/json"
    assert response["WWW-Authenticate"].startswith("Bearer realm=")
    assert http.post(POSTING, headers=headers).status_code in {400, 401}


@pytest.mark.parametrize(
    "path", ["/oauth/authorize/native", "/.well-known/oauth-authorization-server"]
)
@rubbish.fuzz
@given(query=rubbish.queries)
def test_the_other_pages_answer_any_query(visible, path, query):
    assert visible.browser.get(path, QUERY_STRING=query).status_code in {200, 400}
