"""Scopes in the admin."""

import json

import pytest
from django.db import connection
from django.test import Client as Browser

from oauth_provider.models import Scope
from oauth_provider.models.scope_sync import sync
from tests.factories import ScopeFactory

from .office import errors

FORM = {
    "name": "read:stars",
    "title": "See stars",
    "description": "",
    "group": "",
    "implies": "",
    "translations": "",
}
DECLARED = {
    "title": "Read",
    "implies": ["read:*"],
    "default": True,
    "translations": {"de": {"title": "Lesen"}},
}


def add(office, **changes):
    """Fill in and send the form for a new scope."""
    return office.browser.post("/admin/oauth_provider/scope/add/", {**FORM, **changes})


def change(office, scope, **changes):
    """Fill in and send the form of a scope."""
    form = {**FORM, "name": scope.name, "implies": "\n".join(scope.implies), **changes}
    return office.browser.post(office.url(scope, "change"), form)


def page(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def declared(settings):
    """A scope that the code declares."""
    settings.OAUTH_PROVIDER_SCOPES = {"read": DECLARED}
    Scope.objects.filter(name="read").delete()
    sync(settings.OAUTH_PROVIDER_SCOPES, using=connection.alias)
    return Scope.objects.get(name="read")


def test_a_scope_is_added_with_all_there_is_to_say(office):
    response = add(
        office,
        description="See all stars.",
        group="Sky",
        implies=" read:statuses\r\nmoon:*\r\n\r\nread:statuses",
        is_default="on",
        is_sensitive="on",
        translations='{"de": {"title": "Sterne sehen", "group": "Himmel"}}',
    )
    assert response.status_code == 302
    scope = Scope.objects.get(name="read:stars")
    assert scope.implies == ["read:statuses", "moon:*"]
    assert (scope.group, scope.is_default, scope.is_sensitive) == ("Sky", True, True)
    assert scope.translations == {"de": {"title": "Sterne sehen", "group": "Himmel"}}
    assert not scope.declared


def test_what_is_left_empty_is_empty(office):
    add(office)
    scope = Scope.objects.get(name="read:stars")
    assert (scope.implies, scope.translations) == ([], {})


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "required"),
        ({"name": "two words"}, "name", "no blanks"),
        ({"name": "x" * 101}, "name", "at most 100"),
        ({"name": "read"}, "name", "already exists"),
        ({"title": ""}, "title", "required"),
        ({"implies": "raed"}, "implies", "There is no scope “raed”"),
        ({"implies": "two words"}, "implies", "“two words” cannot be a scope"),
        ({"implies": "read*"}, "implies", "separator before the asterisk"),
        ({"implies": "*"}, "implies", "separator before the asterisk"),
        ({"implies": "\n".join(f"a{n}:*" for n in range(101))}, "implies", "At most 100"),
        ({"implies": "x" * 100_000}, "implies", "cannot be a scope"),
        ({"translations": "de"}, "translations", "valid JSON"),
        ({"translations": "[]"}, "translations", "JSON object"),
        ({"translations": "[" * 100_000}, "translations", "valid JSON"),
        ({"translations": '{"xx": {}}'}, "translations", "“xx” is none of this site's languages"),
        ({"translations": '{"de": "Sterne"}'}, "translations", "“de” needs an object"),
        ({"translations": '{"de": {"name": "x"}}'}, "translations", "“name” of “de” is none of"),
        ({"translations": '{"de": {"title": 1}}'}, "translations", "must be text"),
        ({"translations": '{"de": {"title": "\\u0000"}}'}, "translations", "JSON object"),
    ],
)
def test_a_mistake_is_explained_beside_its_field(office, changes, field, words):
    assert words in errors(add(office, **changes))[field].replace("&#x27;", "'")
    assert not Scope.objects.filter(name="read:stars").exists()


def test_what_was_typed_is_shown_again_to_the_letter(office):
    typed = {"implies": "read*\n  moon", "translations": '{"de": "Sterne",'}
    content = page(add(office, **typed))
    assert "read*\n  moon</textarea>" in content
    assert "{&quot;de&quot;: &quot;Sterne&quot;,</textarea>" in content


def test_a_cycle_is_refused_and_shown(office):
    a, b = ScopeFactory(name="a"), ScopeFactory(name="b", implies=["a"])
    said = errors(change(office, a, implies="b"))["implies"]
    assert "A scope cannot imply itself: a → b → a." in said
    said = errors(change(office, a, implies="a"))["implies"]
    assert "a → a" in said
    assert Scope.objects.get(name="a").implies == []
    assert change(office, b, implies="").status_code == 302


def test_a_new_scope_closes_no_cycle_by_falling_under_a_prefix(office):
    said = errors(add(office, name="read:stars", implies="read"))["implies"]
    assert "read:stars → read → read:stars" in said
    assert add(office, name="read:stars", implies="read:*").status_code == 302


def test_a_cycle_that_was_there_keeps_nobody_from_editing_the_others(office):
    ScopeFactory(name="a", implies=["b"])
    ScopeFactory(name="b", implies=["a"])
    other = ScopeFactory(name="other")
    assert change(office, other, implies="a").status_code == 302


def test_a_scope_that_implies_a_deleted_one_can_still_be_edited(office):
    scope = ScopeFactory(name="all", implies=["gone"])
    assert change(office, scope, title="Everything").status_code == 302
    assert "no scope “lost”" in errors(change(office, scope, implies="gone\nlost"))["implies"]


def test_the_name_stays_while_the_rest_is_edited(office):
    scope = ScopeFactory(name="read:stars")
    change(office, scope, name="x", title="New")
    scope.refresh_from_db()
    assert (scope.name, scope.title) == ("read:stars", "New")


def test_the_form_shows_one_implication_in_each_line_and_translations_to_be_read(office):
    scope = ScopeFactory(
        name="all", implies=["read:*", "push"], translations={"ja": {"title": "すべて"}}
    )
    content = page(office.open(scope))
    assert "read:*\npush</textarea>" in content
    assert "&quot;title&quot;: &quot;すべて&quot;\n  }" in content


def test_the_page_names_everything_that_is_included(office):
    content = page(office.open(Scope.objects.get(name="follow")))
    assert "read:blocks, read:follows, read:mutes, write:blocks" in content


def test_a_scope_whose_name_is_wrong_can_be_looked_at_and_deleted(office):
    scope = ScopeFactory(name="two words")
    assert "no blanks" in errors(change(office, scope))["name"]
    office.browser.post(office.url(scope, "delete"), {"post": "yes"})
    assert not Scope.objects.filter(name="two words").exists()


@pytest.mark.parametrize("rubbish", [None, 1, "read", [1, None], {"a": 1}])
def test_what_somebody_stored_by_other_means_breaks_no_page(office, rubbish):
    scope = ScopeFactory(name="odd", implies=["read"], translations={"de": rubbish})
    Scope.objects.filter(pk=scope.pk).update(implies=rubbish or [])
    Scope.objects.filter(pk=scope.pk).update(translations=rubbish or {})
    page(office.list(Scope))
    page(office.open(scope))
    assert change(office, ScopeFactory(name="fine")).status_code == 302


def test_the_list_marks_what_is_special(office):
    ScopeFactory(name="sun", is_default=True, is_sensitive=True)
    assert "default, sensitive" in page(office.list(Scope, q="sun"))


def test_scopes_are_found_by_group(office):
    ScopeFactory(name="sun", group="Sky")
    grouped = [scope.name for scope in office.found(Scope, group="Sky")]
    assert grouped == ["sun"]
    ungrouped = {scope.name for scope in office.found(Scope, group="-")}
    assert "sun" not in ungrouped
    assert ungrouped == set(Scope.objects.filter(group="").values_list("name", flat=True))


def test_the_list_tells_what_the_code_declares_and_what_was_changed_here(office, declared):
    assert "as declared" in page(office.list(Scope, q="read"))
    Scope.objects.filter(pk=declared.pk).update(title="Look around")
    content = page(office.list(Scope, q="Look around"))
    assert "changed here: title" in content
    ScopeFactory(name="mine")
    assert "declared" not in page(office.list(Scope, q="mine")).split("result_list")[1]


def test_the_page_tells_what_the_code_says_instead(office, declared):
    assert "What you change here stays" in page(office.open(declared))
    change(office, declared, title="Look around", implies="")
    Scope.objects.filter(pk=declared.pk).update(group="Mine")
    content = page(office.open(declared))
    assert "Group, where the code says: nothing" in content
    assert "Translations, where the code says: {&quot;de&quot;: {&quot;title&quot;:" in content
    assert "Title, where the code says: Read" in content
    assert "Implies, where the code says: read:*" in content
    assert "Asked for by default, where the code says: yes" in content


def test_what_is_changed_here_outlives_the_next_migrate(office, declared, settings):
    change(office, declared, title="Look around", is_default="on")
    news = {**DECLARED, "title": "Read all", "description": "All of it."}
    sync({"read": news}, using=connection.alias)
    declared.refresh_from_db()
    assert (declared.title, declared.description) == ("Look around", "All of it.")


def test_saving_without_a_change_changes_nothing(office, declared):
    before = Scope.objects.values().get(pk=declared.pk)
    translations = json.dumps(DECLARED["translations"])
    same = {"title": "Read", "is_default": "on", "translations": translations}
    assert change(office, declared, **same).status_code == 302
    assert Scope.objects.values().get(pk=declared.pk) == before


def test_whoever_deletes_a_declared_scope_is_told_that_it_comes_back(office, declared):
    said = "The next migrate defines read again, unless you take it out of OAUTH_PROVIDER_SCOPES"
    assert said in page(office.browser.get(office.url(declared, "delete")))
    assert said in page(office.act("delete_selected", declared, confirmed=False))
    mine = ScopeFactory(name="mine")
    assert "next migrate" not in page(office.browser.get(office.url(mine, "delete")))


def test_staff_who_may_only_look_see_it_all(staff, declared):
    content = page(staff("view_scope").open(declared))
    assert "read:*" in content
    assert 'name="title"' not in content


def test_the_next_request_goes_by_what_was_edited(office):
    names = json.loads(Browser().get("/.well-known/oauth-authorization-server").content)
    assert "read:stars" not in names["scopes_supported"]
    add(office)
    names = json.loads(Browser().get("/.well-known/oauth-authorization-server").content)
    assert "read:stars" in names["scopes_supported"]
