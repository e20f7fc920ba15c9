"""Two servers that share a token cache: what was answered as revoked is accepted by neither."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from time import monotonic

import pytest
import requests

from oauth_provider.domain import secret
from oauth_provider.protocol import token_cache
from tests.browser_session import bearer
from tests.live import TIMEOUT, demo_server, start, stop

REDIS = os.environ.get("CACHE_URL", "")
CALLS = 10_000
CALLERS = 4  # threads for each server
MORE_CALLS = 6  # of each thread, after the token was revoked

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REDIS.startswith("redis"), reason="Needs Redis: CACHE_URL."),
]


@pytest.fixture(scope="module")
def demos(django_db_blocker, tmp_path_factory):
    """Two servers on one database and one cache."""
    remember = {"OAUTH_PROVIDER_TOKEN_CACHE": "default"}
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    unblocked = django_db_blocker.unblock
    with demo_server(folders[0], unblocked=unblocked, **remember) as first:
        second = start(folders[1], **first.environment)
        yield first, second
        stop(second)


class Caller:
    """Calls the API of one server until the token is revoked, and a little longer."""

    def __init__(self, demo, token):
        self.url = f"{demo.base_url}/api/v1/accounts/relationships"
        self.headers = bearer(token)
        self.answers = []  # when each call began, and its status

    def run(self, is_revoked):
        with requests.Session() as http:
            left = MORE_CALLS
            while left:
                left -= is_revoked.is_set()
                began = monotonic()
                status = http.get(self.url, headers=self.headers, timeout=TIMEOUT).status_code
                self.answers.append((began, status))


def race(demos, tokens, revoke):
    """Revoke while everybody calls. The statuses of calls before, and of those begun after."""
    callers = [Caller(demo, tokens["access_token"]) for demo in demos for _ in range(CALLERS)]
    is_revoked = Event()
    with ThreadPoolExecutor(len(callers)) as threads:
        running = [threads.submit(caller.run, is_revoked) for caller in callers]
        while sum(len(caller.answers) for caller in callers) < 8 * len(callers):
            assert not any(each.done() for each in running)
        assert revoke(tokens).status_code == 200
        revoked_at = monotonic()
        is_revoked.set()
        for each in running:
            each.result()
    answers = [answer for caller in callers for answer in caller.answers]
    before = [status for began, status in answers if began < revoked_at]
    return before, [status for began, status in answers if began >= revoked_at]


def test_no_call_is_accepted_after_the_revocation_was_answered(demos):
    import redis

    first, _second = demos
    calls, remembered = 0, 0

    def revoke(tokens, kind):
        demo = demos[calls % 2]
        return requests.post(demo.revocation_url, first.revoking(tokens[kind]), timeout=TIMEOUT)

    with closing(redis.Redis.from_url(REDIS)) as cache, first.browser() as http:
        while calls < CALLS:
            tokens = first.tokens(http)
            key = token_cache.PREFIX + secret.digest(tokens["access_token"])
            kind = ("access_token", "refresh_token")[calls % 3 == 0]

            def revoke_it(tokens, key=key, kind=kind):
                nonlocal remembered
                remembered += cache.exists(f":1:{key}")
                return revoke(tokens, kind)

            before, after = race(demos, tokens, revoke_it)
            assert 200 in before
            assert set(after) == {401}
            calls += len(before) + len(after)

    assert remembered > 0  # else nothing was raced
