import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_provider.domain import scope
from oauth_provider.domain.scope import Implications, cycle_through, cycles, prefix_of

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

NAMES = ["a", "a:x", "a:x:1", "a:y", "b", "b:x", "c"]
IMPLIED = [*NAMES, "a:*", "a:x:*", "b:*", "undeclared"]

# Of any site, with cycles and names that lead nowhere.
declarations = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from(IMPLIED), max_size=3)
)
sites = declarations.map(Implications.declared)
scopes = st.lists(st.sampled_from([*NAMES, "undeclared"]), max_size=4, unique=True)
names = st.sampled_from([*NAMES, "undeclared"])


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


def say_the_same(site, one, other):
    return site.covers(one, other) and site.covers(other, one)


@given(sites, scopes)
def test_covering_is_reflexive(site, a):
    assert site.covers(a, a)


@given(sites, scopes, scopes, scopes)
def test_covering_is_transitive(site, a, b, c):
    if site.covers(a, b) and site.covers(b, c):
        assert site.covers(a, c)


@given(sites, scopes, scopes)
def test_what_cover_each_other_allow_the_same(site, a, b):
    assert say_the_same(site, a, b) == (site.expand(a) == site.expand(b))


@given(sites, scopes, scopes, scopes)
def test_the_meet_is_the_greatest_lower_bound(site, a, b, other):
    meet = site.meet(a, b)
    assert site.covers(a, meet)
    assert site.covers(b, meet)
    if site.covers(a, other) and site.covers(b, other):
        assert site.covers(meet, other)


@given(sites, scopes, scopes, scopes)
def test_the_join_is_the_least_upper_bound(site, a, b, other):
    join = site.join(a, b)
    assert site.covers(join, a)
    assert site.covers(join, b)
    if site.covers(other, a) and site.covers(other, b):
        assert site.covers(other, join)


@pytest.mark.parametrize("operation", [Implications.meet, Implications.join])
@given(site=sites, a=scopes, b=scopes, c=scopes)
def test_meet_and_join_are_idempotent_commutative_and_associative(operation, site, a, b, c):
    assert say_the_same(site, operation(site, a, a), a)
    assert say_the_same(site, operation(site, a, b), operation(site, b, a))
    left = operation(site, operation(site, a, b), c)
    assert say_the_same(site, left, operation(site, a, operation(site, b, c)))


@given(sites, scopes, scopes)
def test_meet_and_join_absorb_each_other(site, a, b):
    assert say_the_same(site, site.meet(a, site.join(a, b)), a)
    assert say_the_same(site, site.join(a, site.meet(a, b)), a)


@given(sites, scopes, scopes, scopes)
def test_meet_distributes_over_join(site, a, b, c):
    parts = site.join(site.meet(a, b), site.meet(a, c))
    assert say_the_same(site, site.meet(a, site.join(b, c)), parts)


@pytest.mark.parametrize("operation", [Implications.meet, Implications.join])
@given(site=sites, a=scopes, b=scopes, c=scopes)
def test_meet_and_join_are_monotone(operation, site, a, b, c):
    more = site.join(a, b)
    assert site.covers(operation(site, more, c), operation(site, a, c))


@given(sites, scopes, scopes)
def test_covering_is_what_meet_and_join_say(site, a, b):
    is_covered = site.covers(a, b)
    assert say_the_same(site, site.meet(a, b), b) is is_covered
    assert say_the_same(site, site.join(a, b), a) is is_covered


@given(sites, scopes)
def test_what_meets_itself_keeps_its_words(site, a):
    assert site.meet(a, a) == tuple(a)


@given(sites, scopes)
def test_the_maximal_names_say_the_same_with_none_to_spare(site, a):
    fewest = site.maximal(a)
    assert set(fewest) <= set(a)
    assert say_the_same(site, fewest, a)
    for name in fewest:
        assert not site.covers([other for other in fewest if other != name], [name])


@given(sites, scopes)
def test_the_maximal_names_keep_their_order(site, a):
    fewest = site.maximal(a)
    assert fewest == tuple(name for name in a if name in fewest)
    assert site.maximal(fewest) == fewest


def test_of_scopes_that_imply_each_other_the_first_speaks_for_all():
    ring = Implications.declared({"a": ["b"], "b": ["a"]})
    assert ring.maximal(["b", "a"]) == ("b",)


@given(sites, scopes, names)
def test_what_is_taken_back_is_gone_with_all_that_it_implied(site, held, name):
    left = site.without(held, name)
    assert not site.covers(left, [name])
    assert not site.expand([name]) & set(left)


@given(sites, scopes, names)
def test_taking_back_adds_nothing(site, held, name):
    assert site.covers(held, site.without(held, name))


@given(sites, scopes, names)
def test_taking_back_leaves_what_has_nothing_to_do_with_it(site, held, name):
    left = site.without(held, name)
    for other in held:
        if not site.covers([other], [name]) and not site.covers([name], [other]):
            assert other in left


@given(sites, scopes, names)
def test_a_scope_that_falls_apart_leaves_every_other_part(site, held, name):
    left = site.without(held, name)
    for part in site.expand(held) - site.expand([name]):
        if not site.covers([part], [name]):
            assert site.covers(left, [part])


@given(sites, scopes, names)
def test_taking_back_twice_takes_nothing_more(site, held, name):
    left = site.without(held, name)
    assert site.without(left, name) == left


@pytest.mark.parametrize(
    ("held", "name", "left"),
    [
        ("read write", "write", "read"),
        ("read", "read:follows", "read:statuses"),
        ("read read:follows", "read", ""),
        ("read:follows read:statuses", "read:follows", "read:statuses"),
        ("follow", "read:follows", "write:follows"),
        ("everything", "read", "follow write"),
        ("read", "write", "read"),
        ("undeclared read", "undeclared", "read"),
        ("", "read", ""),
    ],
)
def test_one_scope_is_taken_back_of_what_is_held(held, name, left):
    assert TREE.without(held.split(), name) == tuple(left.split())


@pytest.mark.parametrize(
    ("implied", "prefix"),
    [
        ("read:*", "read:"),
        ("https://api.example/drive.*", "https://api.example/drive."),
        ("admin-*", "admin-"),
        ("read", None),
        ("read*", None),
        ("*", None),
        ("read:**", None),
        ("patient/*.read", None),
        ("a b:*", None),
        ("", None),
    ],
)
def test_a_prefix_ends_in_its_separator_and_an_asterisk(implied, prefix):
    assert prefix_of(implied) == prefix


def test_what_is_no_prefix_implies_nothing_but_its_own_name():
    greedy = Implications.declared({"all": ["*"], "read": ["read*"], "readers": []})
    assert not greedy.covers(["all"], ["read"])
    assert not greedy.covers(["read"], ["readers"])


@pytest.mark.parametrize(
    ("declared", "cycle"),
    [
        ({"read": ["a"], "a": ["read"]}, "read a read"),
        ({"read": ["read"]}, "read read"),
        ({"read": ["read:*"], "read:all": ["read"]}, "read read:all read"),
        ({"read": ["x", "a"], "x": ["y"], "y": ["read"], "a": ["read"]}, "read a read"),
        ({"read": ["a", "b"], "a": ["b"], "b": []}, ""),
        ({"read": ["a"], "a": ["b"], "b": ["a"]}, ""),
        ({"read": ["read:*"], "read:a": []}, ""),
        ({"read": ["gone"]}, ""),
        ({}, ""),
    ],
)
def test_the_shortest_way_back_to_a_scope_is_found(declared, cycle):
    assert cycle_through("read", declared) == tuple(cycle.split())


def test_a_scope_below_its_own_prefix_is_no_cycle():
    assert cycle_through("read:all", {"read:all": ["read:*"], "read:a": []}) == ()


def test_each_circle_is_told_once():
    rings = {"a": ["b"], "b": ["c"], "c": ["a"], "x": ["x"], "fine": ["a"]}
    assert list(cycles(rings)) == [("a", "b", "c", "a"), ("x", "x")]


@given(declarations)
def test_there_is_a_cycle_exactly_where_a_scope_implies_itself_or_two_each_other(declared):
    site = Implications.declared(declared)
    pairs = [(a, b) for a in declared for b in declared if a != b]
    found = list(cycles(declared))
    has_pair = any(say_the_same(site, [a], [b]) for a, b in pairs)
    assert bool(found) is (has_pair or any(name in declared[name] for name in declared))
    for way in found:
        assert way[0] == way[-1]
        assert say_the_same(site, way[:1], way[1:])


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
