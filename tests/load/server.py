"""A party's server, on loopback, with a database of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent.parent
THREADS = 4
DEADLINE = 60  # seconds


@dataclass(frozen=True)
class Site:
    """Where a party is served, who may sign in, and what its application authenticates with."""

    party: str
    port: int
    client_id: str
    client_secret: str
    password: str
    settings: dict
    facts: dict


@contextmanager
def served(party, url, *, workers, people):
    """A party's site, with so many worker processes and users."""
    with fresh_database(url) as database_url:
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "tests.load.settings",
            "LOAD_PARTY": party,
            "SECRET_KEY": "a key for the load test",
        }
        prepared = prepare(environment, people)
        with running(environment, workers) as port:
            yield Site(party=party, port=port, **prepared)


@contextmanager
def fresh_database(url):
    """The URL of an empty database on the same server; dropped afterwards."""
    name = f"oauth_provider_load_{uuid4().hex[:12]}"
    with connected(url) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def connected(url):
    """A connection, or a clear end."""
    import psycopg

    try:
        return psycopg.connect(url, autocommit=True)
    except psycopg.Error as error:
        sys.exit(f"{url}: {error}")


def prepare(environment, people):
    """Tables and rows, and what the clients need to know of them."""
    command = [sys.executable, "-m", "tests.load.prepare", str(people)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


@contextmanager
def running(environment, workers):
    """gunicorn, on a free port of 127.0.0.1."""
    with socket.socket() as claimed, tempfile.TemporaryFile() as log:
        claimed.bind(("127.0.0.1", 0))
        claimed.listen(1024)
        port, number = claimed.getsockname()[1], claimed.fileno()
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "tests.load.wsgi:application"),
                *("--bind", f"fd://{number}", "--no-control-socket"),
                *("--workers", str(workers), "--threads", str(THREADS), "--keep-alive", "75"),
            ],
            cwd=ROOT,
            env=environment,
            pass_fds=[number],
            stdout=log,
            stderr=log,
        )
        try:
            wait_until_it_serves(process, port)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(DEADLINE)
            log.seek(0)
            sys.stderr.write(only_trouble(log.read().decode(errors="replace")))


def wait_until_it_serves(process, port):
    """Until the first worker answers."""
    end = time.monotonic() + DEADLINE
    while process.poll() is None and time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/accounts/login/")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("the server did not start")


def only_trouble(log):
    """The lines of a log that an operator would look at."""
    return "".join(f"{line}\n" for line in log.splitlines() if " ERROR " in line)
