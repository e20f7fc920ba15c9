from datetime import UTC, datetime, timedelta

import pytest

from oauth_provider.domain.retention import CLOCKS_DIFFER, retention

NOW = datetime(2030, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def kept(*, window=timedelta(seconds=30), unused_client_lifetime=None):
    return retention(NOW, window=window, unused_client_lifetime=unused_client_lifetime)


@pytest.mark.parametrize(
    ("window", "kept_for"),
    [
        (timedelta(0), HOUR),
        (timedelta(seconds=30), HOUR),
        (HOUR, HOUR),
        (5 * HOUR, 5 * HOUR),
    ],
)
def test_what_expired_is_kept_for_an_hour_or_as_long_as_answers_are_repeated(window, kept_for):
    assert kept(window=window).expired == NOW - kept_for


def test_what_was_revoked_is_kept_for_a_week():
    assert kept().revoked == NOW - 7 * DAY


def test_an_answer_is_kept_until_every_clock_says_that_its_time_is_over():
    assert kept().answers == NOW - CLOCKS_DIFFER


@pytest.mark.parametrize(
    ("lifetime", "cutoff"), [(None, None), (timedelta(0), NOW), (30 * DAY, NOW - 30 * DAY)]
)
def test_unused_clients_are_kept_as_long_as_the_site_says(lifetime, cutoff):
    assert kept(unused_client_lifetime=lifetime).clients == cutoff


def test_access_tokens_in_partitions_leave_with_their_partition():
    window, lifetime = timedelta(0), None
    plain = retention(NOW, window=window, unused_client_lifetime=lifetime)
    divided = retention(NOW, window=window, unused_client_lifetime=lifetime, has_partitions=True)
    assert plain.access_tokens == plain.expired
    assert divided.access_tokens is None
