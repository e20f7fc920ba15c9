import pytest
from rest_framework import routers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission
from rest_framework.response import Response

from oauth_provider.rest_framework import (
    AnyOf,
    OAuthAuthentication,
    TokenHasReadWriteScope,
    TokenHasScope,
)

from .api import INSUFFICIENT, call, view, wanted

pytestmark = pytest.mark.django_db

ROUTES = {
    "list": ({"get": "list", "post": "create"}, {}),
    "detail": ({"get": "retrieve", "delete": "destroy"}, {"pk": "1"}),
    "pin": ({"post": "pin"}, {"pk": "1"}),
}


class IsNumberOne(BasePermission):
    def has_object_permission(self, request, view, status):
        return status == "1"


class StatusViewSet(viewsets.ViewSet):
    authentication_classes = [OAuthAuthentication]
    permission_classes = [TokenHasScope, IsNumberOne]
    required_scopes = []

    def answer(self, request, pk=None):
        return Response({"action": self.action})

    list = create = destroy = answer

    def retrieve(self, request, pk):
        self.check_object_permissions(request, pk)
        return Response({"action": self.action})

    @action(detail=True, methods=["post"])
    def pin(self, request, pk):
        return Response({"action": self.action})

    @action(detail=True, methods=["post"], required_scopes=["follow"])
    def share(self, request, pk):
        return Response({"action": self.action})


def ask(required_scopes, route, method, token, **kwargs):
    """Call one route of the viewset."""
    actions, found = ROUTES[route]
    routed = StatusViewSet.as_view(actions, required_scopes=required_scopes)
    return call(routed, token, method, kwargs={**found, **kwargs})


PER_ACTION = {
    "list": ["read:statuses"],
    "retrieve": "read:statuses",
    "create": ["write:statuses"],
    "pin": ["write", "follow"],
}


@pytest.mark.parametrize(
    ("route", "method", "scope", "status"),
    [
        ("list", "get", "read", 200),
        ("list", "get", "write", 403),
        ("list", "post", "write:statuses", 200),
        ("list", "post", "read", 403),
        ("detail", "get", "read", 200),
        ("detail", "get", "follow", 403),
        ("pin", "post", "write follow", 200),
        ("pin", "post", "write", 403),
    ],
)
def test_each_action_of_a_viewset_has_its_scopes(token_for, route, method, scope, status):
    assert ask(PER_ACTION, route, method, token_for(scope)).status_code == status


def test_an_action_that_is_not_named_is_refused(token_for):
    response = ask(PER_ACTION, "detail", "delete", token_for("read write follow"))
    assert response.status_code == 403
    assert response.data == INSUFFICIENT
    assert wanted(response) == []


@pytest.mark.parametrize("method", ["head", "options"])
def test_head_and_options_need_what_the_action_behind_get_needs(token_for, method):
    assert ask(PER_ACTION, "list", method, token_for("read")).status_code == 200
    assert wanted(ask(PER_ACTION, "list", method, token_for("write"))) == ["read:statuses"]


def test_options_can_be_named_by_method_or_as_the_action_that_it_is(token_for):
    for name in ("OPTIONS", "metadata"):
        named = {"list": ["follow"], name: ["write"]}
        assert ask(named, "list", "options", token_for("write")).status_code == 200


def test_actions_go_before_methods_and_methods_serve_the_rest(token_for):
    mixed = {"GET": ["read"], "retrieve": ["follow"], "create": ["write"]}
    token = token_for("read")
    assert ask(mixed, "list", "get", token).status_code == 200
    assert wanted(ask(mixed, "detail", "get", token)) == ["follow"]
    assert wanted(ask(mixed, "list", "post", token)) == ["write"]
    assert ask(mixed, "detail", "delete", token).status_code == 403


def test_a_method_in_small_letters_names_no_method(token_for):
    assert ask({"get": ["read"]}, "list", "get", token_for("read")).status_code == 403


def test_the_action_decorator_can_name_the_scopes_itself(token_for):
    router = routers.SimpleRouter()
    router.register("statuses", StatusViewSet, basename="status")
    [share] = [url.callback for url in router.urls if url.name == "status-share"]
    assert call(share, token_for("follow"), "post", kwargs={"pk": "1"}).status_code == 200
    refused = call(share, token_for("read"), "post", kwargs={"pk": "1"})
    assert wanted(refused) == ["follow"]


def test_object_permissions_are_asked_beside(token_for):
    token = token_for("read")
    assert ask(PER_ACTION, "detail", "get", token).status_code == 200
    refused = ask(PER_ACTION, "detail", "get", token, pk="2")
    assert refused.status_code == 403
    assert wanted(refused) is None


def test_a_permission_of_ones_own_may_judge_objects_too(token_for):
    class OwnerHasScope(TokenHasScope):
        def has_object_permission(self, request, view, status):
            return status == "1"

    guarded = StatusViewSet.as_view(
        {"get": "retrieve"}, permission_classes=[OwnerHasScope], required_scopes=["read"]
    )
    token = token_for("read")
    assert call(guarded, token, kwargs={"pk": "1"}).status_code == 200
    refused = call(guarded, token, kwargs={"pk": "2"})
    assert (refused.status_code, wanted(refused)) == (403, None)
    assert wanted(call(guarded, token_for("write"), kwargs={"pk": "1"})) == ["read"]


EITHER = AnyOf(["write", "read"], ["follow"])


@pytest.mark.parametrize(
    ("scope", "status"),
    [("follow", 200), ("read write", 200), ("read", 403), ("write", 403)],
)
def test_any_of_several_sets_will_do(token_for, scope, status):
    assert call(view(TokenHasScope, required_scopes=EITHER), token_for(scope)).status_code == status


@pytest.mark.parametrize("key", ["GET", "list"])
def test_alternatives_may_stand_wherever_a_list_may(token_for, key):
    assert ask({key: EITHER}, "list", "get", token_for("follow")).status_code == 200
    assert ask({key: EITHER}, "list", "get", token_for("read")).status_code == 403


@pytest.mark.parametrize(
    ("required", "scope", "named"),
    [
        (AnyOf(["follow"], ["write", "follow"]), "read", ["follow"]),
        (AnyOf(["write", "follow"], ["follow"]), "read", ["follow"]),
        (AnyOf(["write:statuses", "write:blocks"], ["follow"]), "write:statuses", ["follow"]),
        (AnyOf(["read", "write"], ["follow", "write", "read:blocks"]), "read", ["read", "write"]),
        (AnyOf(["write"], ["follow"]), "read", ["write"]),
        (AnyOf(["admin"], ["write", "follow"]), "read", ["write", "follow"]),
        (AnyOf(), "read", []),
    ],
)
def test_a_refusal_names_the_alternative_that_is_nearest(token_for, required, scope, named):
    response = call(view(TokenHasScope, required_scopes=required), token_for(scope))
    assert response.status_code == 403
    assert wanted(response) == named


def test_no_scope_at_all_is_never_challenged_with_an_empty_one(token_for):
    response = call(view(TokenHasScope), token_for("read"))
    assert "scope=" not in response["WWW-Authenticate"].replace("insufficient_scope", "")


def test_text_is_a_list_as_oauth_writes_it(token_for):
    guarded = view(TokenHasScope, required_scopes="read write")
    assert wanted(call(guarded, token_for("read"))) == ["read", "write"]
    assert call(guarded, token_for("read write")).status_code == 200


def test_alternatives_come_on_top_of_read_and_write(token_for):
    guarded = view(TokenHasReadWriteScope, required_scopes=AnyOf(["follow"], ["write"]))
    assert wanted(call(guarded, token_for("read"))) == ["read", "follow"]
    assert call(guarded, token_for("read write")).status_code == 200


def test_requirements_are_joined_like_sets():
    assert (AnyOf("a", "b") | AnyOf("b", "c")).sets == (("a",), ("b",), ("c",))
    assert (AnyOf("a", "b") & AnyOf("c a")).sets == (("a", "c"), ("b", "c", "a"))
    assert (AnyOf("a") & AnyOf()).sets == ()
    assert (AnyOf("a") & AnyOf([])) == AnyOf(["a"])
    assert AnyOf(AnyOf("a", "b"), "c d") == AnyOf(["a"], ["b"], ["c", "d"])
