"""Dead rows leave while others use what is alive, and however often that is interrupted."""

import re
import subprocess
import sys
from itertools import count

from tests.live import ROOT, TIMEOUT

from .aftermath import assert_alive, without_countdown

SESSIONS = 300
FAMILIES = 8
GRANTS = re.compile(r"([\d,]+) expired authorizations")


def start_pruning(demo):
    """``manage.py prune_tokens`` in a process of its own, in small batches."""
    command = [sys.executable, "manage.py", "prune_tokens", "--batch-size", "40"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=ROOT, env=demo.environment, stdout=pipe, stderr=pipe, text=True
    )


def removed_by(process):
    """How many expired authorizations it removed."""
    out, errors = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 0, errors
    found = GRANTS.search(out)
    return int(found[1].replace(",", "")) if found else 0


def test_refreshes_go_on_while_two_prune(demo, new_tokens, crowd, mortal):
    mortal.ask("make_dead", sessions=SESSIONS)
    families = [new_tokens() for _ in range(FAMILIES)]
    pruning = [start_pruning(demo) for _ in range(2)]
    while any(process.poll() is None for process in pruning):
        forms = [demo.refreshing(tokens["refresh_token"]) for tokens in families]
        answers = crowd.post(*[(demo.token_url, form) for form in forms * 2])
        assert {answer.status_code for answer in answers} == {200}
        first, again = answers[:FAMILIES], answers[FAMILIES:]
        families = [answer.json() for answer in first]
        for one, other in zip(first, again, strict=True):
            assert without_countdown(one.json()) == without_countdown(other.json())
    # The server removes some of them itself, as tokens are issued.
    assert sum(map(removed_by, pruning)) <= SESSIONS
    assert mortal.ask("count_dead") == 0
    for tokens in families:
        assert_alive(demo, tokens)


def test_pruning_that_is_killed_at_any_step_is_finished_by_the_next_run(demo, new_tokens, mortal):
    deaths, tokens = [], new_tokens()
    for step in count(1):
        mortal.ask("make_dead", sessions=2)
        end = mortal.ask("prune", fatal_step=step)
        if "answer" in end:
            break
        deaths.append(end["died"])
        assert mortal.ask("prune", fatal_step=0) == {"answer": "pruned"}
        assert mortal.ask("count_dead") == 0
    for table in ("accesstoken", "refreshtoken", "authorizationcode", "grant"):
        for side in ("before", "after"):
            assert f"{side} DELETE oauth_provider_{table}" in deaths
    assert_alive(demo, tokens)


def test_a_refresh_is_repeated_after_pruning_in_another_process(demo, new_tokens, mortal):
    refreshing = demo.refreshing(new_tokens()["refresh_token"])
    answer = demo.token(refreshing)
    assert mortal.ask("prune", fatal_step=0) == {"answer": "pruned"}
    again = demo.token(refreshing)
    assert without_countdown(again.json()) == without_countdown(answer.json())
    assert_alive(demo, again.json())
