"""One edit of a definition is seen by everything that asks about scopes, at the next request."""

import pytest
from django.test import Client as Browser
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.response import Response
from rest_framework.views import APIView

from example_project.urls import urlpatterns as site
from oauth_provider.models import Client, Scope
from oauth_provider.rest_framework import TokenHasScope
from tests.browser_session import answer_of, bearer
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class ListsView(APIView):
    permission_classes = [TokenHasScope]
    required_scopes = ["lists"]

    def get(self, request):
        """Answers."""
        return Response({})


urlpatterns = [path("lists", ListsView.as_view()), *site]


def save(scope):
    """Edits as code does that has the row at hand."""
    scope.save()


def update(scope):
    """Edits as code does in bulk, which sends no signal."""
    fields = {"implies": scope.implies, "is_default": scope.is_default, "title": scope.title}
    Scope.objects.filter(pk=scope.pk).update(**fields, translations=scope.translations)
    if scope.pk is None:
        Scope.objects.bulk_create([scope])


def administer(scope):
    """Edits in the admin."""
    browser = Browser()
    browser.force_login(UserFactory(username="root", is_staff=True, is_superuser=True))
    form = {"name": scope.name, "title": scope.title, "implies": "\n".join(scope.implies)}
    form |= {"is_default": "on"} if scope.is_default else {}
    url = f"/admin/oauth_provider/scope/{f'{scope.pk}/change' if scope.pk else 'add'}/"
    assert browser.post(url, form).status_code == 302


@pytest.fixture(params=[save, update, administer], ids=lambda way: way.__name__)
def edit(request, session):
    """Changes a definition, or adds it, while everything has been asked once already."""

    def edited(name, **changes):
        settle(session)
        scope = Scope.objects.filter(name=name).first() or Scope(name=name, title=name)
        for field, value in changes.items():
            setattr(scope, field, value)
        request.param(scope)

    return edited


def settle(session):
    """Let each of them remember what there was."""
    session.ask()
    scopes_in_metadata(), scopes_in_schema()


def scopes_in_metadata():
    return Browser().get("/.well-known/oauth-authorization-server").json()["scopes_supported"]


def scopes_in_schema():
    schemes = SchemaGenerator().get_schema(public=True)["components"]["securitySchemes"]
    return schemes["oauth2"]["flows"]["authorizationCode"]["scopes"]


def call(token):
    return Browser().get("/lists", headers=bearer(token))


@pytest.fixture(autouse=True)
def _described(settings):
    """The site has a schema."""
    schema_class = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, **schema_class}


def may_ask_for(client, scope):
    Client.objects.filter(pk=client.pk).update(scope=scope)


def test_a_new_scope_is_known_to_all(session, edit):
    may_ask_for(session.client, "read write lists")
    assert answer_of(session.ask(scope="lists"))["error"] == "invalid_scope"
    assert "lists" not in scopes_in_metadata()
    assert "lists" not in scopes_in_schema()

    edit("lists", title="See your lists")

    page = session.ask(scope="lists")
    assert "See your lists" in page.content.decode()
    tokens = session.exchange(answer_of(session.decide(page, scope=["lists"]))["code"]).json()
    assert tokens["scope"] == "lists"
    assert session.introspect(tokens["access_token"]).json()["scope"] == "lists"
    assert session.refresh(tokens["refresh_token"]).json()["scope"] == "lists"
    assert call(tokens["access_token"]).status_code == 200
    assert "lists" in scopes_in_metadata()
    assert scopes_in_schema()["lists"] == "See your lists"


def test_what_a_scope_implies_holds_for_all(session, edit):
    Scope.objects.create(name="lists", title="See your lists")
    may_ask_for(session.client, "read")
    tokens = session.tokens(scope="read", allow=["read"])
    assert answer_of(session.ask(scope="lists"))["error"] == "invalid_scope"
    assert call(tokens["access_token"]).status_code == 403
    refused = session.refresh(tokens["refresh_token"], scope="lists")
    assert refused.json()["error"] == "invalid_scope"

    edit("read", implies=["read:*", "lists"])

    assert session.ask(scope="lists").status_code in {200, 302}
    assert call(tokens["access_token"]).status_code == 200
    narrowed = session.refresh(tokens["refresh_token"], scope="lists").json()
    assert narrowed["scope"] == "lists"
    assert session.introspect(narrowed["access_token"]).json()["scope"] == "lists"


def test_what_a_scope_implies_no_more_is_gone_for_all(session, edit):
    Scope.objects.create(name="lists", title="See your lists")
    Scope.objects.filter(name="read").update(implies=["lists"])
    may_ask_for(session.client, "read")
    tokens = session.tokens(scope="lists", allow=["lists"])

    edit("read", implies=["read:*"])

    assert answer_of(session.ask(scope="lists"))["error"] == "invalid_scope"
    assert call(tokens["access_token"]).status_code == 403
    assert "lists" not in session.introspect(tokens["access_token"]).json().get("scope", "")
    assert session.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_the_default_is_what_the_definitions_say(session, edit):
    edit("write", is_default=True)
    page = session.ask(scope=None).content.decode()
    assert 'value="read"' in page
    assert 'value="write"' in page


def test_users_and_developers_read_the_words_of_the_definition(session, edit):
    edit("read", title="Look around")
    assert "Look around" in session.ask().content.decode()
    assert scopes_in_schema()["read"].startswith("Look around")


def test_users_read_it_in_their_language(session):
    texts = {"title": "Umsehen", "description": "Sieh dich um."}
    Scope.objects.filter(name="read").update(translations={"de": texts})
    session.browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    page = session.ask().content.decode()
    assert "Umsehen" in page
    assert "Sieh dich um." in page


@pytest.mark.parametrize("delete", [Scope.delete, lambda s: Scope.objects.filter(pk=s.pk).delete()])
def test_a_scope_that_was_deleted_is_gone_for_all(session, delete):
    scope = Scope.objects.create(name="lists", title="See your lists")
    Scope.objects.filter(name="follow").update(implies=["lists"])
    may_ask_for(session.client, "read lists follow")
    tokens = session.tokens(scope="read lists follow", allow=["read", "lists", "follow"])
    assert call(tokens["access_token"]).status_code == 200
    settle(session)

    delete(scope)

    assert answer_of(session.ask(scope="lists"))["error"] == "invalid_scope"
    assert call(tokens["access_token"]).status_code == 403
    assert session.introspect(tokens["access_token"]).json()["scope"] == "read follow"
    assert session.refresh(tokens["refresh_token"]).json()["scope"] == "read follow"
    assert "lists" not in scopes_in_metadata()
    assert "lists" not in scopes_in_schema()


def test_scopes_that_imply_each_other_hang_and_break_nothing(session):
    Scope.objects.filter(name="read:accounts").update(implies=["read"])
    Scope.objects.filter(name="write").update(implies=["write", "*", "write:*", "nonsense", ""])
    tokens = session.tokens()
    assert tokens["scope"] == "read write"
    assert session.call(tokens["access_token"]).status_code == 200
    assert session.introspect(tokens["access_token"]).json()["scope"] == "read write"
    narrowed = session.refresh(tokens["refresh_token"], scope="read:accounts").json()
    assert narrowed["scope"] == "read:accounts"
    assert scopes_in_metadata()
    assert scopes_in_schema()


@pytest.mark.parametrize("rubbish", [1, "read:*", [None, 1], {"read:*": 1}])
def test_what_is_no_list_of_names_implies_nothing_and_breaks_no_page(session, rubbish):
    Scope.objects.filter(name="read").update(implies=rubbish, translations=rubbish)
    page = session.ask()
    assert page.status_code == 200
    tokens = session.exchange(answer_of(session.decide(page))["code"]).json()
    assert session.call(tokens["access_token"]).status_code == 403
    assert scopes_in_schema()
