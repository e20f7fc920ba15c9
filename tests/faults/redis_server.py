"""A Redis server of the tests' own, to be killed."""

import signal
import subprocess
import time
from contextlib import contextmanager

from .postgresql import free_port

DEADLINE = 20  # seconds


class Redis:
    """A server that keeps nothing when it ends."""

    def __init__(self, program, folder):
        self.port = free_port()
        own = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder)]
        self.command = [program, *own, "--save", "", "--appendonly", "no"]
        self.process = None

    @property
    def url(self):
        """As CACHE_URL has it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        import redis

        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        end = time.monotonic() + DEADLINE
        with redis.Redis.from_url(self.url) as connection:
            while not self._answers(connection):
                assert time.monotonic() < end
                time.sleep(0.05)

    @contextmanager
    def hung(self):
        """It takes what it is told, and does it when the block has ended."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def kill(self):
        """SIGKILL."""
        self.process.kill()
        self.process.wait()

    def _answers(self, connection):
        import redis

        try:
            return connection.ping()
        except redis.ConnectionError:
            return False


@contextmanager
def running(program, folder):
    """A running server."""
    server = Redis(program, folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
