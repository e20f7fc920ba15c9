"""What ``manage.py check`` says about ``OAUTH_PROVIDER_SCOPES``."""

import pytest
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy

from oauth_provider import checks
from oauth_provider.conf import Settings


@pytest.fixture
def judge(settings):
    """The messages about these declarations."""

    def judged(scopes):
        settings.OAUTH_PROVIDER_SCOPES = scopes
        return checks.check_settings()

    return judged


def found(messages):
    return [message.id.removeprefix("oauth_provider.") for message in messages]


@pytest.mark.parametrize(
    "definition",
    [
        {},
        {"title": "Read"},
        {"title": gettext_lazy("Read"), "group": lazystr("Data")},
        {"implies": ["a:*", "b"], "default": True, "sensitive": False},
        {"implies": ("b",)},
        {"translations": {"de": {"title": "Lesen", "description": "Lies.", "group": "Daten"}}},
        {"translations": {}},
    ],
)
def test_what_can_be_declared(judge, definition):
    assert judge({"a": definition, "b": {}}) == []


def test_the_defaults_can_be_declared(judge):
    assert judge(Settings.SCOPES) == []


@pytest.mark.parametrize("scopes", [{"a b": {}}, {'say"hi': {}}, {1: {}}, {"read": "Read"}])
def test_a_malformed_scope_is_named(judge, scopes):
    [message] = judge(scopes)
    assert message.id == "oauth_provider.E005"
    assert repr(next(iter(scopes))) in message.msg


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("tilte", "Read", "means nothing"),
        (1, "Read", "means nothing"),
        ("is_default", True, "means nothing"),
        ("title", 1, "not text"),
        ("title", None, "not text"),
        ("title", "", "cannot be blank"),
        ("title", "x" * 201, "at most 200"),
        ("group", ["x"], "not text"),
        ("group", "x" * 101, "at most 100"),
        ("default", "yes", "not True or False"),
        ("sensitive", 1, "not True or False"),
        ("implies", "read:*", "not a list"),
        ("implies", {"read"}, "not a list"),
        ("translations", ["de"], "not a dict"),
        ("translations", {"xx": {"title": "?"}}, "“xx” is none of this site's languages"),
        ("translations", {"de": "Lesen"}, "“de” needs an object with title, description, group"),
        ("translations", {"de": {"tilte": "Lesen"}}, "“tilte” of “de” is none of title"),
        ("translations", {"de": {"title": 1}}, "“title” of “de” must be text"),
    ],
)
def test_a_key_or_a_value_that_means_nothing_is_named_with_its_place(judge, key, value, words):
    [message] = judge({"fine": {}, "read": {key: value}})
    assert message.id == "oauth_provider.E006"
    assert message.msg.startswith(f"OAUTH_PROVIDER_SCOPES['read'][{key!r}]")
    assert words in message.msg


def test_the_key_that_was_meant_is_suggested(judge):
    [message] = judge({"read": {"tilte": "Read"}})
    assert message.hint.startswith("Did you mean 'title'? The keys are title, description")


@pytest.mark.parametrize(
    ("implied", "words"),
    [
        ("red", "There is no scope “red”."),
        ("readers", "There is no scope “readers”."),
        ("read*", "needs a separator before the asterisk"),
        ("*", "needs a separator before the asterisk"),
        ("two words", "cannot be a scope"),
        (1, "list of scope names"),
    ],
)
def test_an_implication_that_leads_nowhere_is_named_with_its_place(judge, implied, words):
    [message] = judge({"read": {}, "all": {"implies": ["read", implied]}})
    assert message.id == "oauth_provider.E007"
    assert message.msg.startswith("OAUTH_PROVIDER_SCOPES['all']['implies']: ")
    assert words in message.msg


def test_the_scope_that_was_meant_is_suggested(judge):
    [message] = judge({"read": {}, "all": {"implies": ["red", "moon"]}})
    assert message.hint == "Did you mean 'read'?"


def test_a_prefix_may_be_declared_before_there_is_anything_below_it(judge):
    assert judge({"read": {"implies": ["read:*"]}}) == []


@pytest.mark.parametrize(
    ("scopes", "circle", "line"),
    [
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, "a → b → c → a", "['c']['implies']"),
        ({"a": ["a:*"], "a:x": ["a"]}, "a → a:x → a", "['a:x']['implies']"),
        ({"a": ["a"]}, "a → a", "['a']['implies']"),
    ],
)
def test_a_cycle_is_told_once_with_a_line_to_mend(judge, scopes, circle, line):
    [message] = judge({name: {"implies": implied} for name, implied in scopes.items()})
    assert message.id == "oauth_provider.E008"
    assert f"lets a scope imply itself: {circle}." in message.msg
    assert f"out of OAUTH_PROVIDER_SCOPES{line}" in message.hint


def test_every_mistake_of_a_kind_is_told_at_once(judge):
    assert found(judge({"a": {"x": 1, "y": 2}, "b": {"z": 3}})) == ["E006"] * 3


@pytest.mark.parametrize("value", [None, ["read"], "read"])
def test_a_setting_of_a_wrong_type_is_one_mistake(judge, value):
    assert found(judge(value)) == ["E001"]


def test_it_is_judged_without_a_database(judge, django_db_blocker):
    with django_db_blocker.block():
        assert judge({"a": {"implies": ["b:*"]}}) == []
