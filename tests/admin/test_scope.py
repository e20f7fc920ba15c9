"""Scopes in the admin."""

import pytest

from oauth_provider.models import Scope
from tests.factories import ScopeFactory

from .office import errors

FORM = {"name": "read:stars", "title": "See stars", "description": "", "implies": "[]"}


def add(office, **changes):
    """Fill in and send the form for a new scope."""
    return office.browser.post("/admin/oauth_provider/scope/add/", {**FORM, **changes})


def test_a_scope_is_added(office):
    assert add(office, implies='["read:sky", "moon:*"]').status_code == 302
    assert Scope.objects.get(name="read:stars").implies == ["read:sky", "moon:*"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "required"),
        ({"name": "two words"}, "name", "no blanks"),
        ({"name": "read"}, "name", "already exists"),
        ({"implies": "read"}, "implies", "valid JSON"),
        ({"implies": "{}"}, "implies", "JSON list"),
        ({"implies": "[1]"}, "implies", "list of scope names"),
        ({"implies": '["two words"]'}, "implies", "list of scope names"),
        ({"implies": "[“read”]"}, "implies", "valid JSON"),
        ({"implies": "[" * 100_000}, "implies", "valid JSON"),
    ],
)
def test_a_mistake_is_explained_beside_its_field(office, changes, field, words):
    assert words in errors(add(office, **changes))[field]
    assert not Scope.objects.filter(name="read:stars").exists()


def test_nothing_implied_may_be_left_empty(office):
    add(office, implies="")
    assert Scope.objects.get(name="read:stars").implies == []


def test_the_name_stays_while_the_rest_is_edited(office):
    scope = ScopeFactory(name="read:stars")
    office.browser.post(office.url(scope, "change"), {**FORM, "name": "x", "title": "New"})
    scope.refresh_from_db()
    assert (scope.name, scope.title) == ("read:stars", "New")


def test_a_scope_whose_name_is_wrong_can_be_looked_at_and_deleted(office):
    scope = ScopeFactory(name="two words")
    response = office.browser.post(office.url(scope, "change"), FORM)
    assert "no blanks" in errors(response)["name"]
    office.browser.post(office.url(scope, "delete"), {"post": "yes"})
    assert not Scope.objects.filter(name="two words").exists()
