"""A client that is a process of its own, and is not waited for without end."""

import subprocess
from contextlib import contextmanager
from threading import Timer

TIMEOUT = 60  # seconds


@contextmanager
def conversation(command, **options):
    """A process that reads and writes lines; killed when it takes too long."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes, **options) as process:
        clock = Timer(TIMEOUT, process.kill)
        clock.start()
        try:
            yield process
        finally:
            clock.cancel()
            process.kill()
