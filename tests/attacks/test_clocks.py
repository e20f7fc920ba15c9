"""RFC 6749 §4.1.2 and §5.1: machines whose clocks differ judge by their own, without leeway."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from .answers import assert_error, assert_invalid_token, json_of

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def clock(shift):
    """A machine whose clock is this far ahead, or behind."""
    return time_machine.travel(timezone.now() + shift, tick=False)


@pytest.mark.parametrize("shift", [-MINUTE, MINUTE])
def test_a_token_works_at_a_machine_whose_clock_is_a_minute_off(session, shift):
    tokens = session.tokens()
    with clock(shift):
        assert session.call(tokens["access_token"]).status_code == 200
        assert json_of(session.introspect(tokens["access_token"]))["active"] is True
        assert session.refresh(tokens["refresh_token"]).status_code == 200


def test_a_code_from_a_machine_that_is_ahead_can_be_redeemed(session):
    with clock(MINUTE):
        code = session.code()
    assert session.exchange(code).status_code == 200


@pytest.mark.parametrize("late", [timedelta(0), timedelta(microseconds=1), MINUTE])
def test_no_machine_gives_a_token_a_moment_more(session, late):
    with clock(timedelta(0)):
        tokens = session.tokens()
        lifetime = timedelta(seconds=tokens["expires_in"])
        with clock(lifetime - timedelta(seconds=1)):
            assert session.call(tokens["access_token"]).status_code == 200
        with clock(lifetime + late):
            assert_invalid_token(session.call(tokens["access_token"]))


def test_no_machine_gives_a_code_a_moment_more(session):
    with clock(timedelta(0)):
        code = session.code()
        with clock(MINUTE):
            assert_error(session.exchange(code), "invalid_grant")


def test_reuse_is_noticed_by_a_machine_that_is_behind(session):
    """A spent token that seems to be spent in the future is repeated, and never rotated twice."""
    first = session.tokens()
    second = json_of(session.refresh(first["refresh_token"]))
    with clock(-MINUTE):
        repeated = json_of(session.refresh(first["refresh_token"]))
    assert repeated["refresh_token"] == second["refresh_token"]
