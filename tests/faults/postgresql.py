"""A PostgreSQL server of the tests' own, to be mistreated."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

PLACES = "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin"
SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
max_connections = 60
"""


def find_programs():
    """The folder with initdb and pg_ctl, the newest one; None if there is none."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [path for place in PLACES for path in Path("/").glob(place[1:])]
    return max(filter(lambda path: (path / "initdb").exists(), folders), default=None)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as claimed:
        claimed.bind(("127.0.0.1", 0))
        return claimed.getsockname()[1]


class PostgreSQL:
    """A server with a folder and a port of its own. It refuses to run as root, so it does not."""

    def __init__(self, programs, folder, port):
        self.programs, self.folder, self.port = programs, folder, port
        self.owner = "postgres" if os.geteuid() == 0 else None

    @property
    def url(self):
        """Its database, as DATABASE_URL has it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def create(self):
        """Make the folder what the server needs."""
        if self.owner:
            shutil.chown(self.folder, self.owner)
        self._call("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "--no-instructions")
        settings = SETTINGS.format(port=self.port, folder=self.folder)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(settings)

    @property
    def data(self):
        return self.folder / "data"

    def start(self):
        self._call("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "start")

    def stop(self, mode="immediate"):
        self._call("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def restart(self, mode):
        """``fast`` rolls back what is open; ``immediate`` is a crash."""
        self.stop(mode)
        self.start()

    def ask(self, sql, *parameters):
        """The rows of a statement, whatever others may do here."""
        import psycopg

        own = "-c default_transaction_read_only=off"
        with psycopg.connect(self.url, autocommit=True, options=own) as connection:
            cursor = connection.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def _call(self, program, *arguments):
        done = subprocess.run(
            [self.programs / program, *arguments],
            user=self.owner,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,  # a pipe would stay open in the server
            stderr=subprocess.PIPE,
            text=True,
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def cluster(programs):
    """A running server, gone afterwards. Not in pytest's folder, which is its user's alone."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        server = PostgreSQL(programs, Path(folder), free_port())
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
