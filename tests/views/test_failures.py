import pytest
from django.db import OperationalError, connection

from oauth_provider.models import Grant

pytestmark = pytest.mark.django_db


def unplugged(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection")


def broken(execute, sql, params, many, context):
    raise RuntimeError("a mistake of ours")


@pytest.mark.parametrize("path", ["token", "revoke", "introspect"])
def test_while_the_database_is_away_a_client_is_told_to_come_back(client, path):
    with connection.execute_wrapper(unplugged):
        form = {"grant_type": "refresh_token", "refresh_token": "x", "token": "x", "client_id": "x"}
        response = client.post(f"/oauth/{path}", form)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert response.json()["error"] == "temporarily_unavailable"


def test_an_api_call_is_not_a_401_then(session):
    token = session.tokens()["access_token"]
    with connection.execute_wrapper(unplugged):
        response = session.call(token)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def test_a_mistake_of_ours_is_json_too(client):
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
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
    with connection.execute_wrapper(unplugged):
        assert client.get("/.well-known/oauth-authorization-server").status_code == 200
