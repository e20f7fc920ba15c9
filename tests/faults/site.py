"""The demo, served by several worker processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import requests

from tests import live

WORKERS = 3
THREADS = 4
DEADLINE = 60  # seconds
SERVER = [sys.executable, "-m", "gunicorn", "example_project.wsgi:application"]


@contextmanager
def seeded(folder, **environment):
    """The demo's people and clients, in the database that the environment names."""
    demo = live.start(folder, **environment)
    live.stop(demo)
    yield demo


@contextmanager
def served(folder, **environment):
    """The demo with gunicorn in front: a ``Demo``, whose process has the workers as children."""
    with seeded(folder, **environment) as demo, socket.socket() as claimed:
        claimed.bind(("127.0.0.1", 0))
        claimed.listen(512)
        demo.credentials["base_url"] = f"http://127.0.0.1:{claimed.getsockname()[1]}"
        demo.process = start(demo, claimed)
        try:
            wait_until_it_serves(demo)
            yield demo
        finally:
            demo.process.send_signal(signal.SIGTERM)
            demo.process.wait(DEADLINE)


def start(demo, claimed):
    """gunicorn, on a socket that is claimed already."""
    number = claimed.fileno()
    settings = ["--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "75"]
    with demo.log.open("a") as output:
        return subprocess.Popen(
            [*SERVER, *settings, "--bind", f"fd://{number}", "--no-control-socket"],
            cwd=live.ROOT,
            env=demo.environment,
            pass_fds=[number],
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def wait_until_it_serves(demo):
    """Until the first worker answers."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        assert demo.process.poll() is None, demo.log.read_text()
        try:
            requests.get(demo.base_url, timeout=5)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(demo.log.read_text())


def workers(demo):
    """The process ids of the workers."""
    children = Path(f"/proc/{demo.process.pid}/task/{demo.process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


def kill_a_worker(demo):
    """SIGKILL, as the kernel does where memory runs out."""
    os.kill(workers(demo)[0], signal.SIGKILL)
