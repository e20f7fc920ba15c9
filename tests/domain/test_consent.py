import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_provider.domain.consent import Question
from oauth_provider.domain.scope import Implications

TREE = Implications.declared(
    {
        "read": ["read:*"],
        "read:statuses": [],
        "read:follows": [],
        "write": ["write:*"],
        "write:follows": [],
        "follow": ["read:follows", "write:follows"],
        "push": [],
    }
)


def question(asked, before="", required=""):
    return Question.of(
        tuple(asked.split()),
        before=before.split(),
        required=required.split(),
        implications=TREE,
    )


def parts(found):
    choices = {name: " ".join(granted) for name, granted in found.choices.items()}
    return " ".join(found.allowed), " ".join(found.required), choices


@pytest.mark.parametrize(
    ("asked", "before", "required", "allowed", "needed", "choices"),
    [
        ("read", "", "", "", "", {"read": "read"}),
        ("read write", "", "", "", "", {"read": "read", "write": "write"}),
        # children are folded into the asked parent, in the order of asking
        ("read:statuses read", "", "", "", "", {"read": "read:statuses read"}),
        ("read:statuses push", "", "", "", "", {"read:statuses": "read:statuses", "push": "push"}),
        # one that two parents imply hangs from both
        (
            "read follow read:follows",
            "",
            "",
            "",
            "",
            {"read": "read read:follows", "follow": "follow read:follows"},
        ),
        # what cannot be declined stands alone, with what it implies
        ("read push", "", "read", "", "read", {"push": "push"}),
        ("read:statuses push", "", "read", "", "read:statuses", {"push": "push"}),
        ("read read:statuses", "", "read:statuses", "", "read:statuses", {"read": "read"}),
        ("read", "", "write", "", "", {"read": "read"}),
        ("read write", "", "read write", "", "read write", {}),
        # only what is new is asked
        ("read write", "read", "", "read", "", {"write": "write"}),
        ("read:statuses write", "read", "", "read:statuses", "", {"write": "write"}),
        ("read read:statuses", "read:statuses", "", "read:statuses", "", {"read": "read"}),
        ("read write push", "read", "read write", "read", "write", {"push": "push"}),
        # where nothing is new, all is asked again
        ("read", "read", "", "", "", {"read": "read"}),
        ("read:statuses", "read write", "", "", "", {"read:statuses": "read:statuses"}),
        ("read write", "read write", "write", "", "write", {"read": "read"}),
    ],
)
def test_what_is_asked(asked, before, required, allowed, needed, choices):
    assert parts(question(asked, before, required)) == (allowed, needed, choices)


@pytest.mark.parametrize(
    ("asked", "before", "required", "ticked", "granted"),
    [
        ("read write", "", "", "write read", "read write"),
        ("read write", "", "", "write", "write"),
        ("read write", "", "", "", ""),
        ("read:statuses read push", "", "", "read", "read:statuses read"),
        ("read:statuses read push", "", "", "push", "push"),
        ("read:statuses read push", "", "", "read:statuses", ""),
        ("read follow read:follows", "", "", "follow", "follow read:follows"),
        ("read push", "", "read", "", "read"),
        ("read push", "read", "", "", "read"),
        ("read push", "read", "", "push", "read push"),
        ("read", "", "", "write admin * read:*", ""),
    ],
)
def test_what_the_ticks_grant(asked, before, required, ticked, granted):
    found = question(asked, before, required)
    assert " ".join(found.granted(ticked.split())) == granted


@pytest.mark.parametrize(
    ("asked", "before", "required", "later", "then_required", "it_holds"),
    [
        ("read write", "read", "", "read", "", True),
        ("read write", "read", "", "read write push", "", True),
        ("read write", "read", "", "", "", False),
        ("read write", "read", "", "read:statuses", "", False),
        ("read:statuses write", "read", "", "read:statuses", "", True),
        ("read write", "", "", "", "", True),
        ("read write", "", "", "read", "", True),
        ("read write", "", "read", "", "read", True),
        ("read write", "", "read", "", "", False),
        ("read write", "", "read", "", "read write", False),
        ("read write", "", "", "", "write", False),
        ("read write", "", "", "", "push", True),
    ],
)
def test_does_it_hold_when_it_is_answered(asked, before, required, later, then_required, it_holds):
    found = question(asked, before, required)
    then = {"before": later.split(), "required": then_required.split()}
    assert found.holds(**then, implications=TREE) is it_holds


names = st.sampled_from([*TREE.closure, "undeclared"])
scopes = st.lists(names, max_size=6, unique=True)
questions = st.builds(
    lambda asked, before, required: Question.of(
        tuple(asked), before=before, required=required, implications=TREE
    ),
    scopes,
    scopes,
    scopes,
)


@given(questions)
def test_all_ticks_grant_exactly_what_was_asked(found):
    assert found.granted(found.choices) == found.asked


@given(questions, st.lists(st.one_of(names, st.text())))
def test_no_tick_grants_more_than_was_asked(found, ticked):
    assert set(found.granted(ticked)) <= set(found.asked)


@given(questions, st.lists(names))
def test_what_is_allowed_or_required_is_granted_whatever_is_ticked(found, ticked):
    assert {*found.allowed, *found.required} <= set(found.granted(ticked))


@given(questions, st.data())
def test_an_unticked_scope_is_granted_by_no_other_tick(found, data):
    ticked = data.draw(st.lists(st.sampled_from(sorted(found.choices)))) if found.choices else []
    for name in found.choices:
        assert (name in found.granted(ticked)) is (name in ticked)


@given(questions)
def test_every_asked_scope_stands_in_one_part(found):
    offered = {name for granted in found.choices.values() for name in granted}
    assert {*found.allowed, *found.required, *offered} == set(found.asked)
    assert len(found.allowed) + len(found.required) + len(offered) == len(found.asked)


@given(scopes, scopes, scopes)
def test_a_question_holds_as_long_as_nothing_changes(asked, before, required):
    rules = {"before": before, "required": required, "implications": TREE}
    assert Question.of(tuple(asked), **rules).holds(**rules)
