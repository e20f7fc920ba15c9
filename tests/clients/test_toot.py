"""toot, as it comes from PyPI: a command line, as people use it."""

import json
import os
import subprocess
import sys
from itertools import islice
from uuid import uuid4

import pytest

from .process import TIMEOUT, conversation

TOOT = [sys.executable, "-m", "toot"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A home where toot keeps what it learns, and no browser that it could open."""
    home = tmp_path_factory.mktemp("home")
    return {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def alice(demo, copied_code, environment):
    """Runs a command as Alice, who signed in by the code that she copied. What it said."""

    def run(*arguments):
        return subprocess.run(
            [*TOOT, *arguments], env=environment, capture_output=True, text=True, timeout=TIMEOUT
        )

    sign_in(demo.base_url, copied_code, environment)
    return run


def sign_in(base_url, copied_code, environment):
    """``toot login``: it shows an address, and asks for the code."""
    command = [*TOOT, "login", "--instance", base_url]
    with conversation(command, env=environment, stderr=subprocess.STDOUT) as process:
        [url] = islice((line for line in process.stdout if line.startswith(base_url)), 1)
        said, _ = process.communicate(f"n\n{copied_code(url.strip())}\n")
    assert "Successfully logged in" in said


def test_it_says_who_is_signed_in(alice):
    assert alice("whoami").stdout.startswith("@alice Alice")


def test_it_posts_and_deletes(alice):
    text = f"Sent by toot, {uuid4()}"
    status = json.loads(alice("post", text, "--json").stdout)
    assert status["application"]["name"].startswith("toot")
    assert "Status deleted" in alice("delete", status["id"]).stdout
    gone = alice("status", status["id"])
    assert (gone.returncode, gone.stderr) == (1, "Error: Record not found\n")


def test_it_follows_and_unfollows(alice):
    assert "You are now following farah" in alice("follow", "farah").stdout
    assert "You are no longer following farah" in alice("unfollow", "farah").stdout
