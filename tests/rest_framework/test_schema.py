"""What drf-spectacular makes of protected views."""

import subprocess
import sys

import pytest
from django.urls import include, path
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from openapi_spec_validator import validate
from rest_framework import decorators, routers, viewsets
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import action, api_view
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.response import Response
from rest_framework.views import APIView

from oauth_provider.models import Scope
from oauth_provider.rest_framework import (
    AnyOf,
    IsAuthenticatedOrTokenHasScope,
    OAuthAuthentication,
    TokenHasReadWriteScope,
    TokenHasScope,
    require_scopes,
)

pytestmark = pytest.mark.django_db

MICROBLOG = {
    "get /api/v1/accounts/{account_id}": [["read:accounts"]],
    "get /api/v1/accounts/{account_id}/statuses": [["read:statuses"]],
    "get /api/v1/accounts/relationships": [["read:follows"]],
    "get /api/v1/accounts/search": [["read:accounts"]],
    "patch /api/v1/accounts/update_credentials": [["write:accounts"]],
    "get /api/v1/accounts/verify_credentials": [["profile"], ["read:accounts"]],
    "get /api/v1/blocks": [["read:blocks"]],
    "get /api/v1/mutes": [["read:mutes"]],
    "get /api/v1/instance": [[], None],
    "get /api/v2/instance": [[], None],
    "post /api/v1/statuses": [["write:statuses"]],
    "get /api/v1/statuses/{status_id}": [["read:statuses"], None],
    "delete /api/v1/statuses/{status_id}": [["write:statuses"]],
    "get /api/v1/timelines/home": [["read:statuses"]],
    "get /api/v1/timelines/public": [["read:statuses"], None],
    "get /api/v2/search": [["read:search"]],
}


class Permitted(APIView):
    authentication_classes = [OAuthAuthentication]
    serializer_class = None

    def get(self, request):
        """Answers."""

    post = get


class StatusViewSet(viewsets.ViewSet):
    permission_classes = [TokenHasScope]
    required_scopes = {"list": ["read:statuses"], "POST": ["write:statuses"]}
    serializer_class = None

    def answer(self, request):
        """Answers."""

    list = create = answer

    @action(detail=False, methods=["put"], required_scopes=AnyOf("follow", "read write"))
    def pin(self, request):
        """Answers."""


class MethodsView(Permitted):
    permission_classes = [TokenHasScope]
    required_scopes = {"GET": ["read"], "POST": ["write", "follow"]}


class ReadWriteView(Permitted):
    permission_classes = [TokenHasReadWriteScope]
    required_scopes = ["follow"]


class ComposedView(Permitted):
    permission_classes = [TokenHasScope & TokenHasReadWriteScope]
    required_scopes = ["follow"]


class ListedView(Permitted):
    permission_classes = [TokenHasScope, TokenHasReadWriteScope]
    required_scopes = ["follow"]


class EitherView(Permitted):
    permission_classes = [IsAdminUser | TokenHasScope]
    required_scopes = ["follow"]


class SessionView(Permitted):
    authentication_classes = [OAuthAuthentication, SessionAuthentication]
    permission_classes = [IsAuthenticatedOrTokenHasScope]
    required_scopes = ["read"]


class OpenView(Permitted):
    permission_classes = [AllowAny]


class ClosedView(Permitted):
    permission_classes = [TokenHasScope]


class DynamicView(Permitted):
    permission_classes = [TokenHasScope]

    @property
    def required_scopes(self):
        return [self.kwargs["scope"]]


class LateView(DynamicView):
    @property
    def required_scopes(self):
        return [self.account.scope]


class ByMethodView(DynamicView):
    @property
    def required_scopes(self):
        return ["read" if self.request.method == "GET" else "write"]


class EachView(Permitted):
    permission_classes = [TokenHasScope]
    required_scopes = ["read"]


@api_view(["GET", "POST"])
@require_scopes({"GET": "read", "POST": "write"})
@decorators.schema(AutoSchema())  # of the site, had it been set before the import
def function(request):
    return Response({})


router = routers.SimpleRouter()
router.register("statuses", StatusViewSet, basename="status")

urlpatterns = [
    path("oauth/", include("oauth_provider.urls")),
    path("", include(router.urls)),
    path("methods", MethodsView.as_view()),
    path("read-write", ReadWriteView.as_view()),
    path("composed", ComposedView.as_view()),
    path("listed", ListedView.as_view()),
    path("either", EitherView.as_view()),
    path("session", SessionView.as_view()),
    path("open", OpenView.as_view()),
    path("closed", ClosedView.as_view()),
    path("dynamic", DynamicView.as_view()),
    path("late", LateView.as_view()),
    path("by-method", ByMethodView.as_view()),
    path("each/read", EachView.as_view()),
    path("each/follow", EachView.as_view(required_scopes=AnyOf("follow", "read write"))),
    path("function", function),
]


@pytest.fixture
def schema(settings):
    """Makes the site's schema."""
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    }

    def make():
        return SchemaGenerator().get_schema(request=None, public=True)

    return make


def requirements(schema):
    """The scopes of each operation: a list for each alternative, None for no credentials."""
    return {
        f"{method} {path.rstrip('/')}": [each.get("oauth2") for each in operation["security"]]
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    }


def scheme_of(schema):
    return schema["components"]["securitySchemes"]["oauth2"]


def test_the_schema_of_the_microblog_is_valid_and_names_the_scopes_of_each_operation(schema):
    made = schema()
    validate(made)
    found = requirements(made)
    assert {name: found.get(name) for name in MICROBLOG} == MICROBLOG


def test_the_scheme_has_the_flows_and_the_scopes_of_the_registry(schema):
    Scope.objects.create(name="admin", title="Rule", description="")
    scheme = scheme_of(schema())
    flows = scheme["flows"]
    assert (scheme["type"], set(flows)) == ("oauth2", {"authorizationCode", "clientCredentials"})
    assert flows["authorizationCode"]["authorizationUrl"] == "/oauth/authorize"
    assert flows["authorizationCode"]["refreshUrl"] == "/oauth/token"
    assert {flow["tokenUrl"] for flow in flows.values()} == {"/oauth/token"}
    for flow in flows.values():
        assert set(flow["scopes"]) == set(Scope.objects.values_list("name", flat=True))
        assert flow["scopes"]["admin"] == "Rule"
        assert flow["scopes"]["read:accounts"] == "See accounts: See your account and others'."


def test_the_scopes_are_described_as_users_are_told(schema):
    texts = {"title": "Lesen", "description": "Sieh deine Daten."}
    Scope.objects.filter(name="read").update(translations={"de": texts})
    with override("de"):
        flow = scheme_of(schema())["flows"]["clientCredentials"]
    assert flow["scopes"]["read"] == "Lesen: Sieh deine Daten."


@pytest.mark.parametrize("issuer", ["https://login.example", "https://login.example/tenant"])
def test_the_scheme_names_the_issuers_endpoints(schema, settings, issuer):
    settings.OAUTH_PROVIDER_ISSUER = issuer
    made = schema()
    validate(made)
    flow = scheme_of(made)["flows"]["authorizationCode"]
    assert flow["authorizationUrl"] == "https://login.example/oauth/authorize"
    assert flow["tokenUrl"] == "https://login.example/oauth/token"


@pytest.mark.urls(__name__)
def test_each_way_of_naming_scopes_is_understood(schema):
    made = schema()
    validate(made)
    assert requirements(made) == {
        "get /statuses": [["read:statuses"]],
        "post /statuses": [["write:statuses"]],
        "put /statuses/pin": [["follow"], ["read", "write"]],
        "get /methods": [["read"]],
        "post /methods": [["write", "follow"]],
        "get /read-write": [["read", "follow"]],
        "post /read-write": [["write", "follow"]],
        "get /composed": [["follow", "read"]],
        "post /composed": [["follow", "write"]],
        "get /listed": [["follow", "read"]],
        "post /listed": [["follow", "write"]],
        "get /either": [[], ["follow"]],
        "post /either": [[], ["follow"]],
        "get /session": [["read"], None],
        "post /session": [["read"], None],
        "get /open": [[], None],
        "post /open": [[], None],
        "get /closed": [[]],
        "post /closed": [[]],
        "get /dynamic": [[]],
        "post /dynamic": [[]],
        "get /late": [[]],
        "post /late": [[]],
        "get /by-method": [["read"]],
        "post /by-method": [["write"]],
        "get /each/read": [["read"]],
        "post /each/read": [["read"]],
        "get /each/follow": [["follow"], ["read", "write"]],
        "post /each/follow": [["follow"], ["read", "write"]],
        "get /function": [["read"]],
        "post /function": [["write"]],
    }


@pytest.mark.urls(__name__)
def test_scopes_that_only_a_request_can_tell_are_warned_about(schema, capsys):
    schema()
    told = capsys.readouterr().err
    for name in ("DynamicView", "LateView"):
        assert f"The scopes that {name} needs depend on the request" in told
    assert "ByMethodView" not in told


WITHOUT_IT = """
import sys

sys.modules["drf_spectacular"] = None
import django

django.setup()
import rest_framework.views
from oauth_provider.rest_framework import OAuthAuthentication, TokenHasScope

assert rest_framework.views.APIView.authentication_classes == [OAuthAuthentication]
"""
WITH_IT = """
import django

django.setup()
from django.db import connection


def refuse(*arguments):
    raise AssertionError("a query")


with connection.execute_wrapper(refuse):
    import rest_framework.views
    from drf_spectacular.extensions import OpenApiAuthenticationExtension
    from oauth_provider.rest_framework import OAuthAuthentication

assert OpenApiAuthenticationExtension.get_match(OAuthAuthentication()).name == "oauth2"
"""


@pytest.mark.parametrize("code", [WITHOUT_IT, WITH_IT], ids=["without it", "with it"])
def test_the_extension_comes_with_the_package_if_there_is_something_to_extend(settings, code):
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.BASE_DIR
    )
    assert process.returncode == 0, process.stderr
