"""Disks that are full: as PostgreSQL says so, and where it can be mounted, one that really is."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

TABLES = "oauth_provider_accesstoken", "oauth_provider_refreshtoken", "oauth_provider_grant"
# Anywhere: the error that PostgreSQL raises where it cannot make a file longer.
FUNCTION = """
    CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
    END $$
"""
TRIGGER = "CREATE TRIGGER no_room BEFORE INSERT ON {} FOR EACH STATEMENT EXECUTE FUNCTION no_room()"
SIZE = 24  # MiB


@contextmanager
def full_by_trigger(server):
    """No table takes another row."""
    server.ask(FUNCTION)
    for table in TABLES:
        server.ask(TRIGGER.format(table))
    try:
        yield
    finally:
        server.ask("DROP FUNCTION no_room() CASCADE")


@contextmanager
def full_tablespace(server):
    """A small disk, filled up. The tables are on it, so that their pages do not grow."""
    folder = server.folder / "small"
    with mounted(folder, server):
        server.ask(f"CREATE TABLESPACE small LOCATION '{folder}'")
        move(server, "small")
        filling = folder / "filling"
        fill(filling)
        try:
            yield
        finally:
            filling.unlink()
            move(server, "pg_default")
            server.ask("DROP TABLESPACE small")


def move(server, tablespace):
    """The tables, written anew without any room between their rows."""
    for table in TABLES:
        server.ask(f"ALTER TABLE {table} SET TABLESPACE {tablespace}")


def fill(path):
    """Until there is no byte left."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


@contextmanager
def mounted(folder, server):
    """A file system in memory. Skips the test for those who may not mount one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", folder]
    if os.geteuid() != 0 or subprocess.run(command, stderr=subprocess.DEVNULL).returncode:
        folder.rmdir()
        pytest.skip("Only who may mount a file system can fill one.")
    try:
        shutil.chown(folder, server.owner)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()
