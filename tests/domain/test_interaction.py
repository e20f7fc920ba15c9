from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauth_provider.domain.interaction import (
    PROMPTS,
    Demands,
    DemandsError,
    Presence,
    Step,
    forbids_pages,
    next_step,
)

NOW = datetime(2031, 5, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def demands(**sent):
    return Demands.of(sent)


def signed_in(**more):
    return Presence(is_signed_in=True, **{"signed_in_at": NOW - MINUTE, **more})


AWAY = Presence(is_signed_in=False)
BACK = signed_in(asked_at=NOW - 2 * MINUTE)  # they signed in after they were asked to
UNMOVED = signed_in(asked_at=NOW - MINUTE / 2)  # they came back as they were


@pytest.mark.parametrize(
    ("sent", "prompts"),
    [
        ({}, set()),
        ({"prompt": "login"}, {"login"}),
        ({"prompt": "consent  select_account "}, {"consent", "select_account"}),
        ({"prompt": "none"}, {"none"}),
        ({"force_login": "true"}, {"consent"}),
        ({"force_login": "1"}, {"consent"}),
        ({"force_login": "yes"}, {"consent"}),
        ({"force_login": "false"}, set()),
        ({"force_login": "False"}, set()),
        ({"force_login": "0"}, set()),
        ({"force_login": "f"}, set()),
        ({"force_login": "OFF"}, set()),
        ({"force_login": "None"}, set()),
        ({"approval_prompt": "auto"}, set()),
        ({"approval_prompt": "force"}, {"consent"}),
        ({"approval_prompt": "force", "prompt": "login"}, {"login", "consent"}),
        ({"force_login": "false", "prompt": "none", "approval_prompt": "auto"}, {"none"}),
    ],
)
def test_each_system_says_it_in_its_own_words(sent, prompts):
    assert demands(**sent).prompts == prompts


@pytest.mark.parametrize(
    "sent",
    [
        {"prompt": "none login"},
        {"prompt": "consent none"},
        {"prompt": "none", "force_login": "true"},
        {"prompt": "none", "approval_prompt": "force"},
        {"prompt": "create"},
        {"prompt": "none create"},
        {"prompt": "LOGIN"},
        {"prompt": "login\tconsent"},
        {"prompt": '\u00e9"\\'},
        {"approval_prompt": "maybe"},
        {"approval_prompt": "FORCE"},
        {"max_age": "-1"},
        {"max_age": "1.5"},
        {"max_age": "soon"},
        {"max_age": " 1"},
        {"max_age": "\u0661"},
        {"max_age": "1" * 5000},
    ],
)
def test_what_makes_no_sense_is_refused_in_words_that_a_redirect_can_carry(sent):
    with pytest.raises(DemandsError) as refused:
        demands(**sent)
    assert str(refused.value).isascii()
    assert not set('"\\') & set(str(refused.value))


def test_an_unknown_prompt_is_named():
    with pytest.raises(DemandsError, match="create"):
        demands(prompt="create")


@pytest.mark.parametrize(
    ("sent", "presence", "is_agreed", "step"),
    [
        ({}, AWAY, False, Step.LOGIN),
        ({}, AWAY, True, Step.LOGIN),
        ({}, signed_in(), True, None),
        ({}, signed_in(), False, Step.CONSENT),
        ({"prompt": "consent"}, signed_in(), True, Step.CONSENT),
        ({"prompt": "login"}, signed_in(), True, Step.LOGIN),
        ({"prompt": "login"}, UNMOVED, True, Step.LOGIN),
        ({"prompt": "login"}, BACK, True, None),
        ({"prompt": "login"}, BACK, False, Step.CONSENT),
        ({"prompt": "login"}, signed_in(signed_in_at=None), True, Step.LOGIN),
        ({"prompt": "login"}, signed_in(has_chosen=True), True, Step.LOGIN),
        ({"force_login": "true"}, signed_in(), True, Step.CONSENT),
        ({"prompt": "select_account"}, signed_in(), True, Step.SELECT_ACCOUNT),
        ({"prompt": "select_account"}, UNMOVED, True, Step.SELECT_ACCOUNT),
        ({"prompt": "select_account"}, signed_in(has_chosen=True), True, None),
        ({"prompt": "select_account"}, BACK, True, None),
        ({"prompt": "select_account consent"}, BACK, True, Step.CONSENT),
        ({"prompt": "select_account login"}, signed_in(has_chosen=True), True, Step.LOGIN),
        ({"max_age": "61"}, signed_in(), True, None),
        ({"max_age": "60"}, signed_in(), True, None),
        ({"max_age": "59"}, signed_in(), True, Step.LOGIN),
        ({"max_age": "59"}, BACK, True, None),
        ({"max_age": "0"}, signed_in(), True, Step.LOGIN),
        ({"max_age": "0"}, BACK, True, None),
        ({"max_age": "999999999999999"}, signed_in(), True, None),
        ({"max_age": "999999999999999"}, signed_in(signed_in_at=None), True, Step.LOGIN),
        ({"prompt": "none"}, AWAY, True, Step.LOGIN),
        ({"prompt": "none"}, signed_in(), False, Step.CONSENT),
        ({"prompt": "none", "max_age": "59"}, signed_in(), True, Step.LOGIN),
        ({"prompt": "none"}, signed_in(), True, None),
    ],
)
def test_what_comes_next(sent, presence, is_agreed, step):
    assert next_step(demands(**sent), presence, is_agreed=is_agreed, now=NOW) == step


prompts = st.sets(st.sampled_from(PROMPTS[1:])).map(" ".join)
ages = st.integers(0, 200).map(str)


@given(prompts, ages)
def test_whoever_signed_in_because_they_were_asked_is_never_asked_to_again(prompt, max_age):
    wanted = demands(prompt=prompt, max_age=max_age)
    assert next_step(wanted, BACK, is_agreed=True, now=NOW) in {None, Step.CONSENT}


@given(prompts, ages, st.booleans())
def test_nobody_is_answered_without_having_signed_in(prompt, max_age, is_agreed):
    wanted = demands(prompt=prompt, max_age=max_age)
    assert next_step(wanted, AWAY, is_agreed=is_agreed, now=NOW) == Step.LOGIN


@given(prompts, ages)
def test_nobody_is_answered_without_having_agreed(prompt, max_age):
    wanted = demands(prompt=prompt, max_age=max_age)
    for presence in (AWAY, BACK, UNMOVED, signed_in(has_chosen=True)):
        assert next_step(wanted, presence, is_agreed=False, now=NOW) is not None


@pytest.mark.parametrize(
    ("sent", "it_does"),
    [({}, False), ({"prompt": "consent"}, False), ({"prompt": "none"}, False)]
    + [({name: value}, True) for name, value in [("prompt", "login"), ("max_age", "9")]]
    + [({"prompt": "select_account"}, True), ({"force_login": "true"}, False)],
)
def test_does_it_matter_who_signs_in_and_when(sent, it_does):
    assert demands(**sent).is_about_login is it_does


@pytest.mark.parametrize(
    ("prompt", "it_does"),
    [(None, False), ("", False), ("none", True), ("login none", True), ("nonexistent", False)],
)
def test_a_none_is_seen_also_where_the_rest_makes_no_sense(prompt, it_does):
    assert forbids_pages(prompt) is it_does
