"""What ``manage.py check`` says about protected views."""

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import include, path
from rest_framework import routers, viewsets
from rest_framework.decorators import action, api_view
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.response import Response
from rest_framework.views import APIView

from oauth_provider import checks
from oauth_provider.decorators import ScopeRequiredMixin, scope_required
from oauth_provider.models import Scope
from oauth_provider.rest_framework import (
    AnyOf,
    IsAuthenticatedOrTokenHasScope,
    TokenHasReadWriteScope,
    TokenHasScope,
    require_scopes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

urlpatterns = []


@pytest.fixture
def site(monkeypatch):
    """Serves these views and nothing else; some lists of URLs may be among them."""
    from django.urls import clear_url_caches

    def serve(*views):
        nested = [path("nested/", include(each)) for each in views if isinstance(each, list)]
        direct = [path(f"{n}", each) for n, each in enumerate(views) if callable(each)]
        monkeypatch.setattr(f"{__name__}.urlpatterns", [*direct, *nested])
        clear_url_caches()
        return checks.check_views()

    yield serve
    clear_url_caches()


def api(*permissions, **attributes):
    """An API view class."""
    return type("StatusView", (APIView,), {"permission_classes": permissions, **attributes})


def told(messages):
    """The id of each message, and the scope it names."""
    ids = [message.id.removeprefix("oauth_provider.") for message in messages]
    quoted = [message.msg.split("'")[1] if "'" in message.msg else None for message in messages]
    return list(zip(ids, quoted, strict=True))


@scope_required("read", "read:nonsense")
def page(request):
    return HttpResponse()


@require_scopes({"GET": "read", "POST": AnyOf("write", "write:nonsense")})
@api_view(["GET", "POST"])
def above(request):
    return Response({})


@api_view()
@require_scopes("read:nonsense")
def below(request):
    return Response({})


class PageView(ScopeRequiredMixin):
    required_scopes = ["read:nonsense"]


class ClosedPage(ScopeRequiredMixin):
    pass


class StatusViewSet(viewsets.ViewSet):
    permission_classes = [TokenHasScope]
    required_scopes = {"list": ["read"]}

    def list(self, request):
        """Answers."""

    @action(detail=False, required_scopes=["pin:nonsense"])
    def pin(self, request):
        """Answers."""


router = routers.SimpleRouter()
router.register("statuses", StatusViewSet, basename="status")


@pytest.mark.parametrize(
    ("view", "scope"),
    [
        (api(TokenHasScope, required_scopes=["read", "nonsense"]).as_view(), "nonsense"),
        (api(TokenHasScope, required_scopes="read nonsense").as_view(), "nonsense"),
        (api(TokenHasScope, required_scopes={"GET": ["nonsense"]}).as_view(), "nonsense"),
        (api(TokenHasScope, required_scopes=AnyOf("read", "nonsense")).as_view(), "nonsense"),
        (api(TokenHasScope, required_scopes={"a": AnyOf("nonsense")}).as_view(), "nonsense"),
        (api(IsAdminUser | TokenHasScope, required_scopes=["nonsense"]).as_view(), "nonsense"),
        (api(TokenHasReadWriteScope, required_scopes=["nonsense"]).as_view(), "nonsense"),
        (api(TokenHasScope, required_scopes=["read"]).as_view(required_scopes=["x"]), "x"),
        (router.urls, "pin:nonsense"),
        (above, "write:nonsense"),
        (below, "read:nonsense"),
        (page, "read:nonsense"),
        (PageView.as_view(), "read:nonsense"),
    ],
)
def test_a_scope_that_nobody_defined_is_found_wherever_it_is_required(site, view, scope):
    assert told(site(view)) == [("W005", scope)]


def test_the_message_names_the_view_the_scope_and_the_line_that_mends_it(site):
    [message] = site(api(TokenHasScope, required_scopes=["read:statusses"]).as_view())
    assert message.msg == (
        f"{__name__}.StatusView requires the scope 'read:statusses', which nobody defined."
    )
    assert '"read:statusses": {"title": "…"}' in message.hint
    assert "OAUTH_PROVIDER_SCOPES" in message.hint
    assert "'read:statuses'" in message.hint


@pytest.mark.parametrize(
    ("view", "name"),
    [(page, "page"), (above, "above"), (below, "below"), (PageView.as_view(), "PageView")],
)
def test_every_kind_of_view_goes_by_its_own_name(site, view, name):
    [message] = site(view)
    assert message.msg.startswith(f"{__name__}.{name} ")


def test_a_view_at_many_urls_is_named_once(site):
    view = api(TokenHasScope, required_scopes=["nonsense", "nonsense"])
    assert len(site(view.as_view(), view.as_view(), [path("again", view.as_view())])) == 1


@pytest.mark.parametrize(
    "view",
    [
        api(TokenHasScope, required_scopes=["read"]).as_view(),
        api(TokenHasScope, required_scopes=[]).as_view(),
        api(TokenHasReadWriteScope).as_view(),
        api(AllowAny).as_view(),
        api(AllowAny, required_scopes=["somebody else's"]).as_view(),
        api(TokenHasScope, required_scopes=property(lambda view: ["nonsense"])).as_view(),
        api(TokenHasScope, get_permissions=lambda view: []).as_view(),
        scope_required()(lambda request: HttpResponse()),
        lambda request: HttpResponse(),
    ],
)
def test_a_view_without_a_mistake_is_not_mentioned(site, view):
    assert site(view) == []


def test_a_scope_that_only_an_admin_defined_is_defined(site):
    view = api(TokenHasScope, required_scopes=["nonsense"]).as_view()
    assert told(site(view)) == [("W005", "nonsense")]
    Scope.objects.create(name="nonsense", title="Nonsense")
    assert site(view) == []


def test_read_and_write_must_be_defined_where_they_are_required(site, settings):
    settings.OAUTH_PROVIDER_SCOPES = {"read": {}}
    Scope.objects.all().delete()
    assert told(site(api(TokenHasReadWriteScope).as_view())) == [("W005", "write")]


@pytest.mark.parametrize(
    "view",
    [
        api(TokenHasScope).as_view(),
        api(AllowAny, TokenHasScope).as_view(),
        api(IsAuthenticatedOrTokenHasScope).as_view(),
        api(TokenHasScope & IsAdminUser).as_view(),
        ClosedPage.as_view(),
    ],
)
def test_a_view_that_names_no_scopes_is_said_to_be_closed(site, view):
    [message] = site(view)
    assert message.id == "oauth_provider.W006"
    assert "View lets no token in" in message.msg or "ClosedPage lets no token in" in message.msg
    assert "required_scopes" in message.hint


def test_a_permission_that_knows_its_scopes_needs_none_of_the_view(site):
    class OwnScopes(TokenHasScope):
        def required_scopes(self, request, view):
            return ["read"]

    assert site(api(OwnScopes).as_view()) == []


def test_declared_scopes_are_known_without_a_query(site, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert site(api(TokenHasScope, required_scopes=["read", "write:mutes"]).as_view()) == []


def test_before_the_first_migrate_only_declared_scopes_are_defined(site, monkeypatch):
    monkeypatch.setattr(Scope._meta, "db_table", "not_yet")
    view = api(TokenHasScope, required_scopes=["read", "nonsense"]).as_view()
    assert told(site(view)) == [("W005", "nonsense")]


def test_while_the_database_is_away_nothing_is_said_of_what_it_may_hold(site):
    def unplugged(*_execute):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(unplugged):
        views = [api(TokenHasScope, required_scopes=["nonsense"]), api(TokenHasScope)]
        messages = site(*(view.as_view() for view in views))
    assert told(messages) == [("W006", None)]


def test_a_site_without_urls_has_no_views(settings):
    settings.ROOT_URLCONF = None
    assert checks.check_views() == []


def test_scopes_of_a_wrong_type_are_another_checks_business(site, settings):
    settings.OAUTH_PROVIDER_SCOPES = 5
    assert told(site(api(TokenHasScope, required_scopes=["nonsense"]).as_view())) == [
        ("W005", "nonsense")
    ]


@pytest.mark.urls("example_project.urls")
def test_the_example_has_nothing_to_mend():
    assert checks.check_views() == []


def test_the_command_tells_it(site, capsys):
    site(api(TokenHasScope, required_scopes=["nonsense"]).as_view())
    call_command("check")
    assert "oauth_provider.W005" in capsys.readouterr().err
