"""Which scopes the API asks for: what its views say, its OpenAPI description, and its page."""

import pytest
from django.urls import get_resolver
from drf_spectacular.generators import EndpointEnumerator
from drf_spectacular.views import SpectacularAPIView
from openapi_spec_validator import validate
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from example_project.microblog.api.views import OpenToRead
from oauth_provider.models.scope import registry
from oauth_provider.rest_framework import AnyOf, TokenHasScope
from oauth_provider.rest_framework.required_scopes import scopes_for

pytestmark = pytest.mark.django_db


def callbacks(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from callbacks(pattern.url_patterns)
        else:
            yield pattern.callback


def api_views():
    """Each route's view, as it is made for a request."""
    for callback in callbacks(get_resolver().url_patterns):
        view = getattr(callback, "cls", None)
        if isinstance(view, type) and issubclass(view, APIView):
            yield view(**callback.initkwargs)


def is_open(view):
    return any(isinstance(each, AllowAny) for each in view.get_permissions())


def alternatives(view, method):
    """The sets of scopes of which a token needs one."""
    return AnyOf(scopes_for(view.required_scopes, method)).sets


def test_every_view_names_its_scopes_for_each_of_its_methods():
    closed = [view for view in api_views() if not is_open(view)]
    assert len(closed) > 20
    for view in closed:
        assert any(isinstance(each, TokenHasScope) for each in view.get_permissions()), view
        for method in set(view.allowed_methods) - {"OPTIONS"}:
            needed = alternatives(view, method)
            assert needed, (view, method)
            for names in needed:
                assert names, (view, method)
                assert set(names) <= set(registry().definitions), (view, method)


def test_what_everybody_may_call_is_little():
    assert {type(view).__name__ for view in api_views() if is_open(view)} <= {
        "InstanceView",
        "InstanceV2View",
        "NoSuchEndpointView",
        "SpectacularAPIView",
    }


def expected():
    """What each operation must need, by its view."""
    for path, _, method, callback in EndpointEnumerator().get_api_endpoints():
        view = callback.cls(**callback.initkwargs)
        if isinstance(view, SpectacularAPIView):
            continue
        if is_open(view):
            yield f"{method} {path}", [[], None]
            continue
        needed = [list(names) for names in alternatives(view, method)]
        is_readable = method == "GET" and isinstance(view.get_permissions()[0], OpenToRead)
        yield f"{method} {path}", [*needed, None] if is_readable else needed


def test_the_description_is_valid_and_names_the_scopes_of_each_operation(client):
    answer = client.get("/api/schema/", headers={"Accept": "text/html, */*"})

    assert answer["Content-Type"] == "application/json"
    described = answer.json()
    validate(described)
    found = {
        f"{method.upper()} {path}": [each.get("oauth2") for each in operation["security"]]
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    }
    assert found == dict(expected())
    assert found["POST /api/v1/accounts/{account_id}/follow/"] == [["write:follows"]]
    assert found["GET /api/v1/accounts/verify_credentials/"] == [["profile"], ["read:accounts"]]
    assert found["GET /api/v1/timelines/public/"] == [["read:statuses"], None]


def test_the_description_is_made_without_a_complaint(client, capsys):
    client.get("/api/schema")

    assert capsys.readouterr().err == ""


def test_the_description_knows_what_an_answer_looks_like(client):
    paths = client.get("/api/schema/").json()["paths"]
    posting = paths["/api/v1/statuses/"]["post"]
    status = posting["responses"]["200"]["content"]["application/json"]["schema"]

    assert "Idempotency-Key" in {each["name"] for each in posting["parameters"]}
    assert status["properties"]["id"] == {"type": "string"}
    assert status["properties"]["account"]["properties"]["locked"] == {"type": "boolean"}
    assert "spoiler_text" in status["required"]


def test_a_page_names_every_operation_and_its_scopes(client):
    page = client.get("/api/docs/").content.decode()

    for name in dict(expected()):
        method, path = name.split()
        assert f"{method}</strong> <code>{path.rstrip('/')}</code>" in page
    assert "Follows an account." in page
    assert "<code>profile</code>" in page
