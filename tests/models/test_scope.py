"""What a scope says, and what it cannot be."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from oauth_provider.models import Scope
from oauth_provider.models.database import together
from oauth_provider.models.scope import registry
from tests.factories import ScopeFactory

TEXTS = {"title": "Lesen", "description": "Sieh deine Daten.", "group": "Daten"}


def shown(language, **fields):
    """Title, description and group, as users read them."""
    fields = {"name": "read", "title": "Peek", "description": "See it.", "group": "Data", **fields}
    scope = Scope(**fields)
    with override(language):
        return scope.shown_title, scope.shown_description, scope.shown_group


def test_a_scope_is_shown_in_the_language_of_the_reader():
    assert shown("de", translations={"de": TEXTS}) == tuple(TEXTS.values())


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "Lesen"), ("de-at", "Schauen"), ("de-ch", "Lesen"), ("fr", "Peek"), (None, "Peek")],
)
def test_the_nearest_language_is_taken(language, title):
    translations = {"de": {"title": "Lesen"}, "de-at": {"title": "Schauen"}}
    assert shown(language, translations=translations)[0] == title


def test_what_is_not_translated_here_is_looked_up_in_the_catalogues():
    texts = shown("de", title="Password", group="Password", translations={"de": {"group": "X"}})
    assert texts == ("Passwort", "See it.", "X")


def test_a_scope_without_words_is_shown_by_its_name():
    assert shown("de", title="", description="", group="") == ("read", "", "")


@pytest.mark.parametrize(
    "rubbish", [None, 1, "de", [], {"de": None}, {"de": []}, {"de": {"title": []}}]
)
def test_translations_that_are_none_are_left_out(rubbish):
    assert shown("de", translations=rubbish) == ("Peek", "See it.", "Data")


@pytest.mark.parametrize("rubbish", [None, 1, "read", {"read": 1}])
def test_what_is_no_list_implies_nothing(rubbish):
    assert Scope(implies=rubbish).implied_names == []


def test_nobody_changed_what_was_never_declared():
    scope = Scope(name="read", title="Read")
    assert scope.changed_fields == ()
    scope.follow({"title": "Look"})
    assert (scope.title, scope.changed_fields) == ("Read", ("title",))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"name": "a b"}, {"name"}),
        ({"name": 'a"b'}, {"name"}),
        ({"name": "é"}, {"name"}),
        ({"name": ""}, {"name"}),
        ({"title": ""}, {"title"}),
        ({"implies": "read"}, {"implies"}),
        ({"implies": {"read": 1}}, {"implies"}),
        ({"implies": [1]}, {"implies"}),
        ({"implies": ["a b"]}, {"implies"}),
        ({"implies": ["*"]}, {"implies"}),
        ({"implies": ["nonsense"]}, {"implies"}),
        ({"implies": ["fine"]}, {"implies"}),
        ({"translations": []}, {"translations"}),
        ({"translations": {"de": 1}}, {"translations"}),
        ({"translations": {"de": {"name": "x"}}}, {"translations"}),
    ],
)
def test_a_malformed_scope_cannot_be_defined(changes, refused):
    scope = Scope(**{"name": "fine", "title": "Fine", **changes})
    with pytest.raises(ValidationError) as error:
        scope.full_clean()
    assert set(error.value.message_dict) == refused


@pytest.mark.django_db
def test_a_scope_may_imply_by_name_by_prefix_and_below_its_own_prefix():
    Scope(name="fine:all", title="Fine", implies=["read", "fine:*", "later:*"]).full_clean()


@pytest.mark.django_db
def test_a_cycle_over_others_is_refused_with_the_way():
    ScopeFactory(name="b", implies=["c"])
    ScopeFactory(name="c", implies=["a:*"])
    with pytest.raises(ValidationError, match="a:x → b → c → a:x"):
        Scope(name="a:x", title="A", implies=["b"]).full_clean()


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_others_cannot_see_yet_is_read_again_when_they_can():
    with together(Scope):
        scope = ScopeFactory(name="new")
        assert "new" in registry().definitions
        Scope.objects.filter(pk=scope.pk).update(title="News")
        assert registry().definitions["new"].title == "News"
    before = registry()
    with together(Scope):
        Scope.objects.filter(pk=scope.pk).update(title="Newer")
        picture = registry()
    assert picture is not before
    assert registry() is not picture
