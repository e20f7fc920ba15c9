"""The demo's site, served by gunicorn with several worker processes."""

import re
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.live import ROOT, START_TIMEOUT, Demo, fresh_database, start, stop
from tests.races.crowd import Crowd

WORKERS = 4
CROWD = 16
ADDRESS = re.compile(r"Listening at: (http://\S+)")
SERVED = re.compile(r"^worker <(\d+)>: (.*)", re.MULTILINE)


class Site(Demo):
    """A running site of several processes."""

    def workers_that_served(self, request):
        """The processes that answered such a request."""
        return {worker for worker, line in SERVED.findall(self.log.read_text()) if request in line}


@pytest.fixture(scope="package")
def site(django_db_blocker, tmp_path_factory):
    """Made by the demo, and served by others."""
    folder = tmp_path_factory.mktemp("processes")
    with fresh_database(folder, django_db_blocker.unblock) as url:
        seeded = start(folder, DATABASE_URL=url)
        stop(seeded)
        with served_by_several(seeded, folder / "workers.log") as running:
            yield running


@pytest.fixture
def browser(site):
    """Alice, signed in."""
    with site.browser() as http:
        yield http


@pytest.fixture
def crowd():
    """Enough clients to keep all processes busy."""
    with Crowd(CROWD) as threads:
        yield threads


@contextmanager
def served_by_several(seeded, log):
    """The seeded site behind gunicorn, on a port that is free."""
    serving = ["--workers", str(WORKERS), "--bind", "127.0.0.1:0"]
    logging = ["--access-logfile", "-", "--access-logformat", "worker %(p)s: %(r)s"]
    command = [sys.executable, "-m", "gunicorn", "example_project.wsgi", *serving, *logging]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=seeded.environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        credentials = {**seeded.credentials, "base_url": address_in(log, process)}
        yield Site(process, credentials, seeded.environment, log)
    finally:
        process.terminate()
        process.wait(timeout=40)


def address_in(log, process):
    """Where it listens, once it does. Connections wait there for the first worker."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if found := ADDRESS.search(log.read_text()):
            return found[1]
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError(log.read_text())
