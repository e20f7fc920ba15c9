import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from rest_framework import routers, viewsets
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import BasePermission, IsAdminUser
from rest_framework.response import Response
from rest_framework.views import APIView

from oauth_provider.rest_framework import AnyOf, TokenHasScope, require_scopes

from .api import INSUFFICIENT, call, wanted

pytestmark = pytest.mark.django_db


class IsNoTeapot(BasePermission):
    message = "I am a teapot."

    def has_permission(self, request, view):
        return "Teapot" not in request.headers


def below(*required, methods=("GET", "POST"), extra=()):
    """A function whose scopes are named below ``@api_view``."""

    @api_view(list(methods))
    @require_scopes(*required)
    @permission_classes(list(extra))
    def statuses(request):
        return Response({"user": str(request.user)})

    return statuses


def above(*required, methods=("GET", "POST"), extra=()):
    """A function whose scopes are named above ``@api_view``."""

    @require_scopes(*required)
    @api_view(list(methods))
    @permission_classes(list(extra))
    def statuses(request):
        return Response({"user": str(request.user)})

    return statuses


in_either_order = pytest.mark.parametrize("decorated", [below, above])


@in_either_order
def test_a_function_names_its_scopes(token_for, decorated):
    statuses = decorated("read:statuses")
    assert call(statuses, token_for("read")).data == {"user": "alice"}
    refused = call(statuses, token_for("write"))
    assert (refused.status_code, refused.data) == (403, INSUFFICIENT)
    assert wanted(refused) == ["read:statuses"]
    assert call(statuses).status_code == 401
    assert call(statuses, "nonsense").status_code == 401


@in_either_order
@pytest.mark.parametrize(
    ("required", "named"),
    [
        (("write", "follow"), ["write", "follow"]),
        ((["write", "follow"],), ["write", "follow"]),
        (("write follow",), ["write", "follow"]),
        ((AnyOf("write follow", "follow"),), ["follow"]),
        (({"GET": ["follow"]},), ["follow"]),
        (({"GET": "write", "POST": []},), ["write"]),
        (({"POST": []},), []),
    ],
)
def test_a_function_takes_what_a_class_takes(token_for, decorated, required, named):
    assert wanted(call(decorated(*required), token_for("read"))) == named


@in_either_order
def test_each_method_of_a_function_has_its_scopes(token_for, decorated):
    statuses = decorated({"GET": "read", "POST": "write"})
    token = token_for("read")
    assert call(statuses, token).status_code == 200
    assert call(statuses, token, "options").status_code == 200
    assert wanted(call(statuses, token, "post")) == ["write"]


@in_either_order
def test_no_name_at_all_asks_for_any_token(token_for, decorated):
    assert call(decorated(), token_for("read")).status_code == 200
    assert call(decorated()).status_code == 401


@in_either_order
def test_other_permissions_stay_beside(token_for, decorated):
    statuses = decorated("read", extra=[IsNoTeapot])
    assert call(statuses, token_for("read")).status_code == 200
    assert call(statuses, token_for("read"), Teapot="yes").data == {"detail": "I am a teapot."}
    assert wanted(call(statuses, token_for("write"))) == ["read"]


def test_the_sites_other_defaults_stay_too(settings, token_for):
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_PERMISSION_CLASSES": [
            "oauth_provider.rest_framework.TokenHasScope",
            "rest_framework.permissions.IsAdminUser",
        ],
    }

    @api_view()
    @require_scopes("read")
    def statuses(request):
        return Response({})

    assert statuses.cls.permission_classes[0] is IsAdminUser
    assert call(statuses, token_for("read")).status_code == 403


def test_two_decorators_ask_for_both(token_for):
    @require_scopes("follow")
    @api_view()
    @require_scopes("write")
    @require_scopes("read")
    def statuses(request):
        return Response({})

    assert wanted(call(statuses, token_for("read"))) == ["write"]
    assert wanted(call(statuses, token_for("read write"))) == ["follow"]
    assert call(statuses, token_for("read write follow")).status_code == 200


def test_a_permission_list_that_would_drop_the_scopes_is_a_clear_error(token_for):
    @api_view()
    @permission_classes([IsNoTeapot])
    @require_scopes("follow")
    def statuses(request):
        raise AssertionError("reached without its scope")

    with pytest.raises(ImproperlyConfigured, match="above @permission_classes"):
        call(statuses, token_for("read"))


def test_a_plain_django_view_is_a_clear_error(alice):
    @require_scopes("read")
    def page(request):
        raise AssertionError("reached without a token")

    with pytest.raises(ImproperlyConfigured, match="@scope_required"):
        page(RequestFactory().get("/"))


def test_a_method_of_a_class_is_a_clear_error(token_for):
    class StatusViewSet(viewsets.ViewSet):
        permission_classes = [TokenHasScope]
        required_scopes = []

        @action(detail=False)
        @require_scopes("follow")
        def mine(self, request):
            raise AssertionError("reached without its scope")

    router = routers.SimpleRouter()
    router.register("statuses", StatusViewSet, basename="status")
    with pytest.raises(ImproperlyConfigured, match="A class names required_scopes"):
        call(router.urls[0].callback, token_for("read"))


def test_a_class_is_a_clear_error():
    class StatusView(APIView):
        pass

    for view in (StatusView, StatusView.as_view()):
        with pytest.raises(TypeError, match="A class names required_scopes"):
            require_scopes("read")(view)


@pytest.mark.parametrize("required", [(len,), (5,), ("read", ["write"]), (None,), ({}, {})])
def test_what_names_no_scopes_is_a_clear_error(required):
    with pytest.raises(TypeError, match="Name the scopes"):
        require_scopes(*required)
