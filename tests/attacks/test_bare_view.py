"""An API view that somebody forgot to protect is refused, not open."""

import pytest
from django.test import RequestFactory
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from oauth_provider.rest_framework import (
    IsAuthenticatedOrTokenHasScope,
    OAuthAuthentication,
    TokenHasReadWriteScope,
    TokenHasScope,
)
from tests.browser_session import bearer

from .answers import challenge_of

pytestmark = pytest.mark.django_db

DECLARATIONS = {
    "nothing": None,
    "another method": {"PUT": ["read"]},
    "a word for a list": "follow",
    "a scope nobody has": ["admin"],
    "an empty table": {},
    "a method in small letters": {"get": ["read"]},
}


def respond(token, method="get", **attributes):
    """What a view with these attributes answers."""

    class View(APIView):
        authentication_classes = [OAuthAuthentication]
        permission_classes = [TokenHasScope]

        def answer(self, request):
            return Response({"user": str(request.user)})

        get = post = answer

    view = type("View", (View,), attributes).as_view()
    return view(getattr(RequestFactory(), method)("/", headers=bearer(token)))


@pytest.mark.parametrize("permission", [TokenHasScope, IsAuthenticatedOrTokenHasScope])
@pytest.mark.parametrize("declared", DECLARATIONS.values(), ids=DECLARATIONS)
def test_a_view_that_declares_no_scope_for_a_request_refuses_it(session, permission, declared):
    attributes = {} if declared is None else {"required_scopes": declared}
    token = session.tokens()["access_token"]
    response = respond(token, permission_classes=[permission], **attributes)
    assert response.status_code == 403
    assert challenge_of(response)["error"] == "insufficient_scope"


@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 403)])
def test_reading_does_not_let_anybody_write(session, method, status):
    token = session.tokens(scope="read")["access_token"]
    response = respond(token, method, permission_classes=[TokenHasReadWriteScope])
    assert response.status_code == status


def test_a_clients_own_token_is_not_authenticated(acting):
    answer = acting.post("/oauth/token", grant_type="client_credentials", scope="read")
    token = answer.json()["access_token"]
    response = respond(token, permission_classes=[IsAuthenticated])
    assert response.status_code == 403
    assert respond(token, required_scopes=["read"]).data == {"user": "AnonymousUser"}
