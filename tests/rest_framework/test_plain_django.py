import json
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import AsyncClient, Client
from django.urls import path as url
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import ListView

from oauth_provider.decorators import ScopeRequiredMixin, scope_required
from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Grant, Scope
from oauth_provider.models.scope import forget_registry
from oauth_provider.rest_framework import AnyOf, TokenHasScope
from tests.browser_session import bearer

from .api import INSUFFICIENT, view, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@scope_required("read:statuses")
def page(request):
    token = request.access_token
    return JsonResponse({"user": str(request.user), "token": type(token).__name__})


@scope_required("read")
def rendered_later(request):
    page = engines["django"].from_string("{{ request.user.username }}")
    return TemplateResponse(request, page)


@scope_required({"GET": "read", "POST": AnyOf("write follow", "follow")})
def per_method(request):
    return JsonResponse({"user": str(request.user)})


@scope_required()
def any_token(request):
    return HttpResponse("fine")


@transaction.non_atomic_requests  # as Django asks for, where requests are atomic
@scope_required("read")
async def asynchronous(request):
    user = await request.auser()
    return JsonResponse({"user": str(user), "same": user == request.user})


@scope_required("read")
@login_required
def for_people(request):
    return HttpResponse("fine")


def handler403(request, exception):
    return HttpResponse(str(exception), status=403)


class StatusView(ScopeRequiredMixin):
    required_scopes = {"GET": ["read"], "POST": ["write"]}

    def get(self, request, number=0):
        return JsonResponse({"user": str(request.user), "number": number})

    post = delete = get


class ScopeListView(ScopeRequiredMixin, ListView):
    model = Scope
    required_scopes = ["read"]

    def render_to_response(self, context):
        return JsonResponse({"names": [scope.name for scope in context["object_list"]]})


class AsyncView(ScopeRequiredMixin, View):
    required_scopes = ["read"]

    async def get(self, request):
        return JsonResponse({"user": str(await request.auser())})


@method_decorator(scope_required("read"), name="dispatch")
class DecoratedView(View):
    def post(self, request):
        return JsonResponse({"user": str(request.user)})


class ClosedView(ScopeRequiredMixin):
    def get(self, request):
        return HttpResponse("open")


urlpatterns = [
    url("page", page),
    url("method", per_method),
    url("any", any_token),
    url("template", rendered_later),
    url("async", asynchronous),
    url("people", for_people),
    url("class/<int:number>", StatusView.as_view()),
    url("class", StatusView.as_view()),
    url("follow", StatusView.as_view(required_scopes=["follow"])),
    url("list", ScopeListView.as_view()),
    url("async-class", transaction.non_atomic_requests(AsyncView.as_view())),
    url("decorated", DecoratedView.as_view()),
    url("closed", ClosedView.as_view()),
    url("api", view(TokenHasScope, required_scopes=["read:statuses"])),
]


@pytest.fixture
def token_for(web, alice):
    """Issues an access token of Alice's with this scope, without any page."""

    def issue(scope, user=alice):
        value, now = secret.generate(secret.Kind.ACCESS_TOKEN), timezone.now()
        grant = Grant.objects.create(
            client=web, user=user, grant_type="authorization_code", scope=scope
        )
        AccessToken.objects.create(
            grant=grant,
            scope=scope,
            digest=secret.digest(value),
            created_at=now,
            expires_at=now + timedelta(hours=1),
        )
        return value

    return issue


def get(path, token=None, method="get", browser=None):
    headers = bearer(token) if token else {}
    return getattr(browser or Client(), method)(path, headers=headers)


def test_a_view_gets_the_tokens_user_and_the_token(token_for):
    response = get("/page", token_for("read"))
    assert response.json() == {"user": "alice", "token": "AccessToken"}


def test_a_client_that_acts_for_itself_is_no_user(token_for):
    response = get("/page", token_for("read", user=None))
    assert response.json()["user"] == str(AnonymousUser())


@pytest.mark.parametrize("scope", ["write", "nonsense", None])
def test_a_refusal_is_the_same_as_from_an_api(token_for, scope):
    token = "nonsense" if scope == "nonsense" else scope and token_for(scope)
    plain, api = get("/page", token), get("/api", token)
    assert plain.status_code == api.status_code
    assert plain["WWW-Authenticate"] == api["WWW-Authenticate"]
    assert list(plain.json().values()) == list(api.json().values())
    assert list(plain.json()) == ["error"]


def test_an_outside_scope_is_named(token_for):
    response = get("/page", token_for("write"))
    assert (response.status_code, response.json()) == (403, INSUFFICIENT)
    assert wanted(response) == ["read:statuses"]


def test_a_token_in_the_query_is_refused(token_for):
    response = get(f"/page?access_token={token_for('read')}")
    assert response.status_code == 400
    assert 'error="invalid_request"' in response["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("path", "method", "scope", "status"),
    [
        ("/method", "get", "read", 200),
        ("/method", "head", "read", 200),
        ("/method", "get", "write", 403),
        ("/method", "post", "follow", 200),
        ("/method", "post", "write", 403),
        ("/method", "delete", "read write follow", 403),
        ("/any", "get", "follow", 200),
        ("/class", "get", "read", 200),
        ("/class", "head", "read", 200),
        ("/class", "post", "read", 403),
        ("/class", "post", "write", 200),
        ("/class", "delete", "read write follow", 403),
        ("/follow", "get", "read", 403),
        ("/follow", "delete", "follow", 200),
        ("/list", "get", "read", 200),
        ("/list", "get", "write", 403),
        ("/decorated", "post", "read", 200),
        ("/decorated", "post", "write", 403),
        ("/people", "get", "read", 200),
        ("/closed", "get", "read write follow", 403),
    ],
)
def test_functions_and_classes_name_scopes_alike(token_for, path, method, scope, status):
    assert get(path, token_for(scope), method).status_code == status


def test_the_nearest_alternative_is_named(token_for):
    assert wanted(get("/method", token_for("read"), "post")) == ["follow"]


def test_what_a_url_captures_reaches_the_view(token_for):
    assert get("/class/7", token_for("read")).json()["number"] == 7


@pytest.mark.parametrize("path", ["/async", "/async-class"])
def test_an_asynchronous_view_is_guarded_too(token_for, path):
    token = token_for("read")
    assert get(path, token).json()["user"] == "alice"
    assert get(path, token_for("write")).status_code == 403
    assert get(path).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_an_asynchronous_server_runs_it_without_blocking(token_for):
    answer = async_to_sync(AsyncClient().get)("/async", headers=bearer(token_for("read")))
    assert json.loads(answer.content) == {"user": "alice", "same": True}


def test_a_session_opens_nothing_and_needs_no_csrf_token_to_learn_so(session):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(session.user)
    for path in ("/method", "/class", "/any", "/decorated"):
        assert get(path, method="post", browser=browser).status_code == 401


def test_a_token_needs_no_csrf_token(token_for):
    browser = Client(enforce_csrf_checks=True)
    token = token_for("read write")
    for path in ("/class", "/any", "/decorated"):
        assert get(path, token, "post", browser).status_code == 200


@pytest.mark.parametrize("path", ["/page", "/class", "/async", "/async-class"])
def test_with_a_cache_it_is_the_same_however_often_it_is_asked(token_for, settings, path):
    settings.OAUTH_PROVIDER_TOKEN_CACHE = "default"
    token = token_for("read")
    for _time in range(2):
        answer = Client().get(path, headers=bearer(token))
        assert answer.json()["user"] == "alice"
        answer = async_to_sync(AsyncClient().get)(path, headers=bearer(token))
        assert answer.json()["user"] == "alice"


@pytest.mark.parametrize(
    ("path", "status"), [("/page", 403), ("/template", 403), ("/async", 401), ("/async-class", 401)]
)
def test_a_user_deactivated_behind_our_back_is_out(token_for, settings, alice, path, status):
    settings.OAUTH_PROVIDER_TOKEN_CACHE = "default"
    token, browser = token_for("read"), Client(raise_request_exception=False)
    assert browser.get(path, headers=bearer(token)).status_code == 200
    type(alice).objects.update(is_active=False)
    assert browser.get(path, headers=bearer(token)).status_code == status


@pytest.mark.parametrize("path", ["/page", "/class", "/async"])
def test_the_token_says_who_it_is_and_not_the_session(token_for, bob, path):
    browser = Client()
    browser.force_login(bob)
    assert get(path, token_for("read"), browser=browser).json()["user"] == "alice"


def test_a_site_that_asks_everybody_to_log_in_lets_tokens_through(settings, token_for):
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
    ]
    assert get("/page", token_for("read")).status_code == 200
    assert get("/class").status_code == 401


def test_a_call_costs_one_query(token_for, measure):
    token = token_for("read")
    with measure() as cost:
        assert get("/page", token).status_code == 200
    assert cost.queries == 1


def test_caches_keep_answers_apart(token_for):
    assert "Authorization" in get("/page", token_for("read"))["Vary"]
    assert "Authorization" in get("/page")["Vary"]
    assert "Authorization" in get("/api")["Vary"]


def unplugged(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection")


def without_scopes(execute, sql, params, many, context):
    if "oauth_provider_scope" in sql:
        raise OperationalError("the server closed the connection")
    return execute(sql, params, many, context)


@pytest.mark.parametrize("path", ["/page", "/api", "/async"])
@pytest.mark.parametrize("failure", [unplugged, without_scopes])
def test_while_the_database_is_away_a_client_is_told_to_come_back(token_for, path, failure):
    token = token_for("read")
    forget_registry()
    with connection.execute_wrapper(failure):
        response = get(path, token)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert response.json() == {"error": "The server cannot answer right now"}
    assert "WWW-Authenticate" not in response


def test_a_decorator_without_brackets_is_a_clear_error():
    with pytest.raises(TypeError, match="Name the scopes"):
        scope_required(page)


def test_a_revoked_token_says_so(token_for):
    token = token_for("read")
    assert AccessToken.objects.get().revoke(timezone.now())
    assert get("/page", token).json() == {"error": "The access token was revoked"}
