import pytest
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import (
    AND,
    OR,
    AllowAny,
    BasePermission,
    IsAdminUser,
    IsAuthenticated,
)
from rest_framework.response import Response
from rest_framework.views import APIView

from oauth_provider.rest_framework import (
    OAuthAuthentication,
    TokenHasReadWriteScope,
    TokenHasScope,
)

from .api import INSUFFICIENT, call, view, wanted

pytestmark = pytest.mark.django_db


class Never(BasePermission):
    message = "Not today."

    def has_permission(self, request, view):
        return False


class IsMine(BasePermission):
    def has_object_permission(self, request, view, obj):
        return False


def requiring(scope):
    """A permission class with its own requirement."""

    class Requiring(TokenHasScope):
        def required_scopes(self, request, view):
            return [scope]

    return Requiring


FOLLOW, WRITE, READ = requiring("follow"), requiring("write"), requiring("read")


@pytest.mark.parametrize(
    ("permission", "named"),
    [
        (FOLLOW | IsAdminUser, ["follow"]),
        (IsAdminUser | FOLLOW, ["follow"]),
        (FOLLOW & IsAuthenticated, ["follow"]),
        (IsAuthenticated & FOLLOW, ["follow"]),
        (FOLLOW & WRITE, ["follow", "write"]),
        (READ & WRITE, ["write"]),
        (FOLLOW | WRITE, ["follow"]),
        ((FOLLOW & WRITE) | WRITE, ["write"]),
        (IsAuthenticated & (FOLLOW | IsAdminUser), ["follow"]),
        ((FOLLOW | IsAdminUser) & IsAuthenticated, ["follow"]),
        ((IsAdminUser | Never) | FOLLOW, None),  # DRF's own: they were composed without us
        (FOLLOW | (IsAdminUser | Never), ["follow"]),
        (FOLLOW & (IsAdminUser | IsAuthenticated), ["follow"]),
        ((IsAdminUser | FOLLOW) & (IsAdminUser | WRITE), ["follow"]),
        (TokenHasReadWriteScope & FOLLOW, ["follow"]),
        (FOLLOW & ~IsAdminUser, ["follow"]),
    ],
)
def test_a_refused_combination_names_the_scopes_that_would_do(token_for, permission, named):
    response = call(view(permission), token_for("read"))
    assert response.status_code == 403
    assert wanted(response) == named
    assert (response.data == INSUFFICIENT) is (named is not None)


@pytest.mark.parametrize(
    "permission",
    [
        READ & IsAdminUser,
        IsAdminUser & READ,
        Never & FOLLOW,
        ~READ,
        (FOLLOW | IsAuthenticated) & IsAdminUser,
        IsAdminUser | Never,
        (~READ) & IsAuthenticated,
    ],
)
def test_a_refusal_for_another_reason_is_no_challenge(token_for, permission):
    response = call(view(permission), token_for("read"))
    assert response.status_code == 403
    assert wanted(response) is None


@pytest.mark.parametrize(
    "permission",
    [
        READ | IsAdminUser,
        IsAdminUser | READ,
        FOLLOW | IsAuthenticated,
        READ & IsAuthenticated,
        IsAuthenticated & (FOLLOW | READ),
        FOLLOW | WRITE | READ,
        READ & ~FOLLOW,
        ~FOLLOW & READ,
        (IsAdminUser | IsAuthenticated) & READ,
        FOLLOW & WRITE | READ,
    ],
)
def test_a_combination_lets_in_as_its_operators_say(token_for, permission):
    assert call(view(permission), token_for("read")).status_code == 200


def test_foreign_permissions_keep_their_own_words(token_for):
    response = call(view(FOLLOW | AllowAny, Never), token_for("read"))
    assert response.data == {"detail": "Not today."}


def test_who_comes_without_a_token_is_asked_for_one():
    for permission in (READ | IsAdminUser, IsAuthenticated & READ):
        response = call(view(permission))
        assert response.status_code == 401
        assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_session_can_be_the_alternative_to_a_token(token_for, alice):
    either = view(
        FOLLOW | ~IsAdminUser & IsAuthenticated,
        authentication=[OAuthAuthentication, SessionAuthentication],
    )
    assert call(either, user=alice).status_code == 200
    assert call(either).status_code == 401


def test_a_combination_can_be_taken_apart_like_djangos_own():
    combined = IsAdminUser | READ
    assert (combined.operator_class, combined.op1_class, combined.op2_class) == (
        OR,
        IsAdminUser,
        READ,
    )
    assert (READ & IsAdminUser).operator_class is AND


@pytest.mark.parametrize(
    ("permission", "named"),
    [(FOLLOW | IsMine, ["follow"]), (READ & IsMine, None), (IsMine & READ, None)],
)
def test_an_object_that_is_refused_for_its_scope_says_so(token_for, permission, named):
    class ObjectView(APIView):
        authentication_classes = [OAuthAuthentication]
        permission_classes = [permission]

        def get(self, request):
            self.check_object_permissions(request, object())
            return Response({})

    response = call(ObjectView.as_view(), token_for("read"))
    assert response.status_code == 403
    assert wanted(response) == named
