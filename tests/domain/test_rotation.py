from datetime import datetime, timedelta

import pytest

from oauth_provider.domain.rotation import Verdict, judge

NOW = datetime(2026, 1, 1, 12)
WINDOW = timedelta(seconds=30)


def ago(seconds):
    return NOW - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("rotated_at", "expires_at", "is_grant_alive", "window", "verdict"),
    [
        (None, ago(-1), True, WINDOW, Verdict.ROTATE),
        (None, None, True, WINDOW, Verdict.ROTATE),
        (None, NOW, True, WINDOW, Verdict.DEAD),
        (None, ago(1), True, WINDOW, Verdict.DEAD),
        (None, ago(-1), False, WINDOW, Verdict.DEAD),
        (ago(0), ago(-1), True, WINDOW, Verdict.REPEAT),
        (ago(29), ago(-1), True, WINDOW, Verdict.REPEAT),
        (ago(30), ago(-1), True, WINDOW, Verdict.REUSE),
        (ago(31), ago(-1), True, WINDOW, Verdict.REUSE),
        (ago(29), ago(1), True, WINDOW, Verdict.REPEAT),
        (ago(31), ago(1), True, WINDOW, Verdict.REUSE),
        (ago(29), ago(-1), False, WINDOW, Verdict.DEAD),
        (ago(31), ago(-1), False, WINDOW, Verdict.DEAD),
        (ago(0), ago(-1), True, timedelta(), Verdict.REUSE),
        (ago(-5), ago(-9), True, WINDOW, Verdict.REPEAT),  # another node's clock is ahead
    ],
)
def test_a_presented_refresh_token_is_judged_by_its_state(
    rotated_at, expires_at, is_grant_alive, window, verdict
):
    assert verdict is judge(
        rotated_at=rotated_at,
        expires_at=expires_at,
        is_grant_alive=is_grant_alive,
        now=NOW,
        window=window,
    )
