import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.test import APIRequestFactory

from oauth_provider.rest_framework import (
    IsAuthenticatedOrTokenHasScope,
    OAuthAuthentication,
    TokenHasReadWriteScope,
    TokenHasScope,
)

from .api import call, view

pytestmark = pytest.mark.django_db


PER_METHOD = {"GET": ["read:statuses"], "POST": ["write:statuses"]}


@pytest.mark.parametrize(
    ("required", "scope", "method", "status"),
    [
        (["read"], "read", "get", 200),
        (["read"], "write", "get", 403),
        (["read", "write"], "read", "get", 403),
        (["read", "write"], "read write", "get", 200),
        (["read:statuses"], "read", "get", 200),
        (["read"], "read:statuses", "get", 403),
        ([], "read", "get", 200),
        (PER_METHOD, "read", "get", 200),
        (PER_METHOD, "read", "head", 200),
        (PER_METHOD, "write", "head", 403),
        (PER_METHOD, "read", "post", 403),
        (PER_METHOD, "write", "post", 200),
        (PER_METHOD, "read write", "delete", 403),
        (PER_METHOD, "read", "options", 200),
        (PER_METHOD, "write", "options", 403),
    ],
)
def test_a_view_names_its_scopes_once_or_per_method(token_for, required, scope, method, status):
    response = call(view(TokenHasScope, required_scopes=required), token_for(scope), method)
    assert response.status_code == status


def test_a_view_that_names_no_scope_is_closed(token_for):
    assert call(view(TokenHasScope), token_for("read write")).status_code == 403


@pytest.mark.parametrize(
    ("scope", "method", "status"),
    [
        ("read", "get", 200),
        ("write", "get", 403),
        ("read", "post", 403),
        ("write", "post", 200),
        ("read", "head", 200),
    ],
)
def test_read_for_safe_methods_and_write_for_the_others(token_for, scope, method, status):
    response = call(view(TokenHasReadWriteScope), token_for(scope), method)
    assert response.status_code == status


def test_a_view_can_ask_for_more_than_read_and_write(token_for):
    protected = view(TokenHasReadWriteScope, required_scopes=["follow"])
    assert call(protected, token_for("read")).status_code == 403
    assert call(protected, token_for("read follow")).status_code == 200


def test_a_user_without_a_token_passes_where_that_is_allowed(token_for, alice):
    protected = view(
        IsAuthenticatedOrTokenHasScope,
        required_scopes=["read"],
        authentication=[OAuthAuthentication, SessionAuthentication],
    )
    assert call(protected, user=alice).status_code == 200
    assert call(protected).status_code == 401
    assert call(protected, token_for("read")).status_code == 200
    assert call(protected, token_for("write")).status_code == 403


def test_a_session_is_no_token(alice):
    protected = view(TokenHasScope, required_scopes=[], authentication=[SessionAuthentication])
    assert call(protected, user=alice).status_code == 403


def test_permissions_compose(token_for):
    either = view(TokenHasScope | AllowAny, required_scopes=["follow"])
    neither = view(~TokenHasScope, required_scopes=["follow"])
    both = view(TokenHasScope & IsAuthenticated, required_scopes=["read"])
    token = token_for("read")
    assert call(either, token).status_code == 200
    assert call(neither, token).status_code == 200
    assert call(both, token).status_code == 200


def test_the_view_gets_the_user_and_the_token(token_for):
    response = call(view(TokenHasScope, required_scopes=["read"]), token_for("read"))
    assert response.data == {"user": "alice", "token": "AccessToken"}


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_read_in_any_case(token_for, scheme):
    header = {"Authorization": f"{scheme} {token_for('read')}"}
    assert call(view(AllowAny), **header).data["user"] == "alice"


def test_a_call_without_credentials_gets_a_bare_challenge():
    response = call(view(TokenHasScope, required_scopes=["read"]))
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("permission", [AllowAny, TokenHasScope])
def test_a_bad_token_is_refused_wherever_it_is_shown(permission):
    response = call(view(permission, required_scopes=["read"]), "nonsense")
    assert response.status_code == 401
    assert response.data == {"error": "The access token is invalid"}
    assert response["WWW-Authenticate"] == (
        'Bearer realm="api", error="invalid_token", error_description="The access token is invalid"'
    )


def test_an_outside_scope_is_named_in_the_challenge(token_for):
    protected = view(TokenHasScope, required_scopes=["write", "follow"])
    response = call(protected, token_for("read"))
    assert response.status_code == 403
    assert response.data == {"error": "This action is outside the authorized scopes"}
    assert 'error="insufficient_scope"' in response["WWW-Authenticate"]
    assert 'scope="write follow"' in response["WWW-Authenticate"]


def test_a_token_in_the_query_is_refused(token_for):
    request = APIRequestFactory().get("/", {"access_token": token_for("read")})
    request.user = AnonymousUser()
    response = view(AllowAny)(request)
    assert response.status_code == 400
    assert 'error="invalid_request"' in response["WWW-Authenticate"]


def test_a_token_that_needs_proof_is_no_bearer_token(token_for):
    from oauth_provider.models import AccessToken

    token = token_for("read")
    AccessToken.objects.update(confirmation_key="sealed")
    assert call(view(AllowAny), token).status_code == 401


def test_other_schemes_are_left_to_other_classes():
    assert call(view(AllowAny), Authorization="Token abc").data["token"] == "NoneType"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer a b", "Bearer \xff", "Bearer " + "x" * 60_000]
)
def test_a_malformed_token_is_refused_and_never_a_stack_trace(header):
    assert call(view(AllowAny), Authorization=header).status_code == 401


@pytest.mark.parametrize("kind", ["refresh_token", "code"])
def test_nothing_else_is_an_access_token(session, kind):
    held = {"code": session.code(), **session.tokens()}
    assert call(view(AllowAny), held[kind]).status_code == 401


def test_an_expired_token_says_so(session):
    from datetime import timedelta

    import time_machine
    from django.utils import timezone

    token = session.tokens()["access_token"]
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert call(view(AllowAny), token).data == {"error": "The access token expired"}


def test_a_client_that_acts_for_itself_is_no_user(service):
    from tests.browser_session import Session

    token = Session(service).post("/oauth/token", grant_type="client_credentials").json()
    value = token["access_token"]
    assert call(view(TokenHasScope, required_scopes=["read"]), value).status_code == 200
    assert call(view(IsAuthenticated), value).status_code == 403
