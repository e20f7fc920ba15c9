import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_provider.domain import scope
from oauth_provider.domain.scope import Implications

DECLARED = {
    "read": ["read:*"],
    "read:statuses": [],
    "read:follows": [],
    "write": ["write:*"],
    "write:follows": [],
    "follow": ["read:follows", "write:follows"],
    "push": [],
    "everything": ["read", "follow", "write"],
}
TREE = Implications.declared(DECLARED)

scopes = st.sets(st.sampled_from(sorted(DECLARED)), max_size=4)


@pytest.mark.parametrize(
    ("held", "wanted", "is_covered"),
    [
        ("read", "read:statuses", True),
        ("read:statuses", "read", False),
        ("read", "write:follows", False),
        ("follow", "read:follows write:follows", True),
        ("follow", "read:statuses", False),
        ("everything", "read:statuses write:follows follow", True),
        ("", "", True),
        ("", "read", False),
        ("undeclared", "undeclared", True),
        ("undeclared", "read", False),
    ],
)
def test_a_parent_covers_its_children_and_never_the_other_way_round(held, wanted, is_covered):
    assert TREE.covers(held.split(), wanted.split()) is is_covered


@given(scopes)
def test_covering_is_reflexive(a):
    assert TREE.covers(a, a)


@given(scopes, scopes, scopes)
def test_covering_is_transitive(a, b, c):
    if TREE.covers(a, b) and TREE.covers(b, c):
        assert TREE.covers(a, c)


@given(scopes, scopes, scopes)
def test_the_meet_is_the_greatest_lower_bound(a, b, other):
    meet = TREE.meet(a, b)
    assert TREE.covers(a, meet)
    assert TREE.covers(b, meet)
    if TREE.covers(a, other) and TREE.covers(b, other):
        assert TREE.covers(meet, other)


@given(scopes, scopes, scopes)
def test_the_join_is_the_least_upper_bound(a, b, other):
    join = TREE.join(a, b)
    assert TREE.covers(join, a)
    assert TREE.covers(join, b)
    if TREE.covers(other, a) and TREE.covers(other, b):
        assert TREE.covers(other, join)


@given(scopes)
def test_what_meets_itself_keeps_its_words(a):
    assert set(TREE.meet(a, a)) == set(a)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("read", ("read",)),
        ("read write", ("read", "write")),
        ("write read write", ("write", "read")),
        ("  read   write ", ("read", "write")),
        ("read:statuses data:read_write", ("read:statuses", "data:read_write")),
    ],
)
def test_a_scope_is_a_list_of_names_each_once_and_in_order(text, names):
    assert scope.parse(text) == names


@pytest.mark.parametrize(
    "text",
    ['say"hi', "back\\slash", "é", "a\tb", "a\x00b", "a" * 101, " ".join(map(str, range(101)))],
)
def test_a_scope_outside_the_grammar_of_rfc_6749_is_refused(text):
    with pytest.raises(scope.ScopeSyntaxError):
        scope.parse(text)


def test_a_cycle_of_implications_ends():
    ring = Implications.declared({"a": ["b"], "b": ["c"], "c": ["a"]})
    assert ring.covers(["a"], ["c"])
    assert ring.meet(["a"], ["c"])
