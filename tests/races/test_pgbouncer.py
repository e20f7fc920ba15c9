"""Behind PgBouncer in transaction mode no two statements need share a connection."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.live import fresh_database, start, stop

from .aftermath import assert_alive, assert_dead, assert_refused, without_countdown

POOLED = 3  # connections to the database, for more threads of the server
ROUNDS = 5
PATIENCE = 20  # seconds
PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
URL = os.environ.get("DATABASE_URL", "")

pytestmark = [
    pytest.mark.skipif(not URL.startswith("postgres"), reason="DATABASE_URL is no PostgreSQL"),
    pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed"),
]

CONFIGURATION = """
[databases]
* = host={host} port={port} user={user} {password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
{run_as}
"""


@pytest.fixture(scope="module")
def demo(django_db_blocker, tmp_path_factory):
    """The demo on a database that it reaches by way of PgBouncer."""
    folder = tmp_path_factory.mktemp("pgbouncer")
    with fresh_database(folder, django_db_blocker.unblock) as url, pooled(folder, url) as pool:
        served = start(folder, DATABASE_URL=f"{pool}?disable_server_side_cursors=true")
        try:
            yield served
        finally:
            stop(served)


@contextmanager
def pooled(folder, url):
    """The URL of the same database behind PgBouncer."""
    database, listen = urlsplit(url), free_port()
    configuration = folder / "pgbouncer.ini"
    configuration.write_text(
        CONFIGURATION.format(
            host=database.hostname,
            port=database.port or 5432,
            user=database.username,
            password=f"password={database.password}" if database.password else "",
            listen=listen,
            size=POOLED,
            run_as="user = nobody" if os.geteuid() == 0 else "",
        )
    )
    configuration.chmod(0o644)
    folder.chmod(0o755)
    with (folder / "pgbouncer.log").open("w") as log:
        process = subprocess.Popen([PGBOUNCER, configuration], stdout=log, stderr=log)
    try:
        wait_for(listen, process)
        yield database._replace(netloc=f"{database.username}@127.0.0.1:{listen}").geturl()
    finally:
        process.terminate()
        process.wait(PATIENCE)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(port, process):
    """Until somebody listens there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("pgbouncer does not listen")


def test_a_token_lives_and_dies_behind_a_pool_that_is_smaller_than_the_crowd(demo, crowd):
    with demo.browser() as http:
        redemption = demo.redemption(demo.code(http))
        tokens = demo.token(redemption).json()
        for _ in range(ROUNDS):
            form = demo.refreshing(tokens["refresh_token"])
            answers = crowd.post(*[(demo.token_url, form)] * 16)
            assert {answer.status_code for answer in answers} == {200}
            first, *others = (without_countdown(answer.json()) for answer in answers)
            assert all(other == first for other in others)
            assert_alive(demo, first)
            tokens = first
        replayed = crowd.post(*[(demo.token_url, redemption)] * 8)
        for answer in replayed:
            assert_refused(answer)
        assert_dead(demo, tokens)
