import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client as Browser

from oauth_provider.models import Grant
from tests.browser_session import bearer, hidden_fields
from tests.conflicts import away, full, gone, read_only

pytestmark = pytest.mark.django_db

FOR_PEOPLE = {"Accept": "text/html,application/xhtml+xml"}
PAGES = [
    "/oauth/authorize?client_id=x",
    "/oauth/authorize/native?code=x",
    "/oauth/applications/",
    "/oauth/applications/register",
    "/oauth/applications/1",
    "/oauth/authorized/",
    "/oauth/authorized/1",
    "/oauth/authorized/1/narrow?scope=read",
    "/home",
    "/@alice",
    "/admin/",
]
FORMS = [
    "/oauth/authorize/switch?client_id=x",
    "/oauth/applications/register",
    "/oauth/applications/1/delete",
    "/oauth/authorized/1/withdraw",
    "/accounts/login/",
    "/admin/login/",
]


@pytest.fixture
def browser(alice):
    """Alice's, in which failures show as statuses."""
    browser = Browser(raise_request_exception=False)
    browser.force_login(alice)
    return browser


def assert_comes_back_later(response):
    """503 for a person or a program, and when to come back."""
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Cache-Control"] == "no-store"


def broken(execute, sql, params, many, context):
    raise RuntimeError("a mistake of ours")


@pytest.mark.parametrize("trouble", [away, gone])
@pytest.mark.parametrize("path", ["token", "revoke", "introspect"])
def test_while_the_database_is_away_a_client_is_told_to_come_back(client, path, trouble):
    with connection.execute_wrapper(trouble):
        form = {"grant_type": "refresh_token", "refresh_token": "x", "token": "x", "client_id": "x"}
        response = client.post(f"/oauth/{path}", form)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert response.json()["error"] == "temporarily_unavailable"


def test_an_api_call_is_not_a_401_then(session):
    token = session.tokens()["access_token"]
    with connection.execute_wrapper(away):
        response = session.call(token)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def unsaved(execute, sql, params, many, context):
    raise DatabaseError("Save with update_fields did not affect any rows.")


@pytest.mark.parametrize("mistake", [broken, unsaved])
def test_a_mistake_of_ours_is_json_too(client, mistake):
    client.raise_request_exception = False
    with connection.execute_wrapper(mistake):
        response = client.post(
            "/oauth/token", {"grant_type": "client_credentials", "client_id": "x"}
        )
    assert response.status_code == 500
    assert response.json()["error"] == "server_error"
    assert "mistake of ours" not in response.content.decode()


def test_a_failure_half_way_leaves_the_code_as_it_was(session):
    code = session.code()

    def fail_on_refresh_token(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "refreshtoken" in sql:
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_on_refresh_token):
        assert session.exchange(code).status_code == 503
    assert not Grant.objects.get().access_tokens.exists()
    assert session.exchange(code).status_code == 200


def test_a_failure_half_way_leaves_the_refresh_token_as_it_was(session):
    token = session.tokens()["refresh_token"]

    def fail_on_access_token(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "accesstoken" in sql:
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_on_access_token):
        assert session.refresh(token).status_code == 503
    assert session.refresh(token).status_code == 200


def test_the_metadata_stays_up(client):
    client.get("/.well-known/oauth-authorization-server")
    with connection.execute_wrapper(away):
        assert client.get("/.well-known/oauth-authorization-server").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_shown_later_then(browser, path):
    with connection.execute_wrapper(away):
        response = browser.get(path, headers=FOR_PEOPLE)
    assert_comes_back_later(response)
    assert "Nothing is lost." in response.content.decode()
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", FORMS)
def test_a_form_is_taken_later_then(browser, alice, path):
    form = {"username": "alice", "password": "correct horse battery staple", "shown": "x"}
    with connection.execute_wrapper(away):
        assert_comes_back_later(browser.post(path, form, headers=FOR_PEOPLE))


def test_a_page_is_in_the_language_that_is_asked_for(browser):
    with connection.execute_wrapper(away):
        response = browser.get("/oauth/authorize?client_id=x&lang=de", headers=FOR_PEOPLE)
    assert "Es ist nichts verloren." in response.content.decode()


def test_a_program_at_a_page_is_told_in_json(browser):
    with connection.execute_wrapper(away):
        response = browser.get("/oauth/authorize?client_id=x", headers={"Accept": "*/*"})
    assert_comes_back_later(response)
    assert response.json()["error"] == "temporarily_unavailable"


def test_a_session_that_cannot_be_saved_is_no_bad_request(alice):
    def full_when_saving(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "django_session" in sql:
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    browser = Browser(raise_request_exception=False)
    form = {"username": "alice", "password": "correct horse battery staple"}
    with connection.execute_wrapper(full_when_saving):
        assert_comes_back_later(browser.post("/accounts/login/", form, headers=FOR_PEOPLE))
    assert browser.post("/accounts/login/", form).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_sign_in_that_failed_half_way_can_be_sent_again(alice):
    """By then there is a new CSRF token, which must not reach the browser before its page does."""

    def fail_at_last(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "last_login" in sql:
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    browser = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    page = browser.get("/accounts/login/").content.decode()
    person = {"username": "alice", "password": "correct horse battery staple"}
    form = {**hidden_fields(page), **person}
    with connection.execute_wrapper(fail_at_last):
        assert_comes_back_later(browser.post("/accounts/login/", form, headers=FOR_PEOPLE))
    assert browser.post("/accounts/login/", form).status_code == 302


def test_other_mistakes_stay_what_they_are(browser):
    with connection.execute_wrapper(broken):
        assert browser.get("/oauth/authorized/", headers=FOR_PEOPLE).status_code == 500
    assert browser.get("/", headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trouble", [read_only, full])
def test_without_writing_clients_keep_what_they_hold(session, trouble):
    code, tokens = session.code(), session.tokens()
    page = session.ask(scope="read write follow")
    with connection.execute_wrapper(trouble):
        assert_comes_back_later(session.exchange(code))
        assert_comes_back_later(session.refresh(tokens["refresh_token"]))
        assert_comes_back_later(session.revoke(tokens["access_token"]))
        assert_comes_back_later(session.decide(page))
    assert session.exchange(code).status_code == 200
    assert session.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize("trouble", [read_only, full])
def test_without_writing_what_only_reads_goes_on(
    session, trouble, django_capture_on_commit_callbacks
):
    token = session.tokens()["access_token"]
    for model in (Grant, session.client.secrets):
        getattr(model, "objects", model).update(last_used_at="2001-01-01T00:00Z")
    with (
        connection.execute_wrapper(trouble),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert session.call(token).status_code == 200
        assert session.introspect(token).json()["active"]
        assert session.browser.get("/oauth/authorized/").status_code == 200


@pytest.mark.parametrize("trouble", [read_only, full])
def test_without_writing_an_api_takes_nothing(session, trouble):
    headers = bearer(session.tokens()["access_token"])
    with connection.execute_wrapper(trouble):
        response = Browser().post("/api/v1/statuses", {"status": "Hello"}, headers=headers)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json()["error"] == "The server cannot answer right now"


def test_an_answer_is_not_lost_for_want_of_its_reader_s_origin(desktop_session):
    """A browser's origin is looked for before its code is redeemed, and not after."""
    code = desktop_session.code()

    def fail_on_origins(execute, sql, params, many, context):
        if "clientorigin" in sql:
            raise OperationalError("the server closed the connection")
        return execute(sql, params, many, context)

    headers = {"Origin": "https://app.example"}
    own = desktop_session.credentials
    with connection.execute_wrapper(fail_on_origins):
        lost = desktop_session.exchange(code, headers=headers, **own)
    assert_comes_back_later(lost)
    assert desktop_session.exchange(code, headers=headers, **own).status_code == 200
