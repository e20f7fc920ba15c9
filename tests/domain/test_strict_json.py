import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_provider.domain.strict_json import MAX_DEPTH, StrictJSONError, parse

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=9)
scalars = st.none() | st.booleans() | st.integers() | texts
values = st.recursive(
    scalars | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@given(values)
def test_what_json_can_say_is_read_as_it_was_meant(value):
    assert parse(json.dumps(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{'a': 1}",
        "[1,]",
        "{}{}",
        "NaN",
        "[Infinity]",
        "-Infinity",
        "1e999",
        "9" * 5000,
        '{"a": 1, "a": 1}',
        '[{"a": {"b": 1, "b": 2}}]',
        '"\\u0000"',
        '"\x00"',
        '["\\ud800"]',
        '{"\\udfff": 1}',
        '{"a": {"\\u0000": 1}}',
        "\ufeff{}",
        "[" * 100_000,
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        '{"a":' * (MAX_DEPTH + 1) + "1" + "}" * (MAX_DEPTH + 1),
    ],
)
def test_what_can_be_read_in_two_ways_or_not_be_stored_is_refused(text):
    with pytest.raises(StrictJSONError):
        parse(text)


def test_a_pair_of_surrogates_is_a_character_and_a_backslash_is_itself():
    assert parse('["\\ud83e\\udd8a", "\\\\u0000"]') == ["\U0001f98a", "\\u0000"]


def test_as_deep_as_it_may_be_is_fine():
    assert parse("[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH)
