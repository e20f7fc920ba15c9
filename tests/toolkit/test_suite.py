"""Runs ``suite/`` on a site that has both installed, as it is and with swapped models.

By hand: ``pytest tests/toolkit/suite --ds=tests.toolkit.settings -W ignore``.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SWAPPED_TOO = ("test_import.py", "test_side_by_side.py", "test_switch.py")


def run(site, *arguments):
    """pytest in a process of its own: apps cannot be installed in one that is running."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--ds={site}"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": site}
    return subprocess.run(
        [*command, "-W", "ignore", "--show-capture=no", "--tb=short", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("site", "files"),
    [("tests.toolkit.settings", ["."]), ("tests.toolkit.swapped_settings", SWAPPED_TOO)],
    ids=["its own models", "swapped models"],
)
def test_a_site_comes_over_from_the_toolkit(site, files):
    done = run(site, *(f"tests/toolkit/suite/{name}" for name in files))
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


@pytest.mark.slow
def test_the_migrations_are_complete():
    command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.toolkit.settings"}
    done = subprocess.run(
        [*command, "oauth_provider_toolkit"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
