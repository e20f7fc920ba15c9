"""The desktop example, run as its user would: from a terminal, beside a browser."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from example_project.examples import desktop_client
from tests.browser_session import hidden_fields

SCRIPT = desktop_client.__file__


def run(demo, tokens, *arguments, **options):
    """Start the script."""
    command = [sys.executable, SCRIPT, *arguments, "--tokens", tokens]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "BROWSER": "true"},
        **options,
    )


def log_in(demo, tokens, *arguments):
    """Start signing in, and allow what the script's address asks for; the page after that."""
    client_id = demo.client("desktop")["client_id"]
    script = run(
        demo, tokens, "login", "--site", demo.base_url, "--client-id", client_id, *arguments
    )
    url = next(line.strip() for line in script.stdout if line.strip().startswith("http"))
    with demo.browser() as http:
        page = http.get(url)
        form = {**hidden_fields(page.text), "decision": "allow", "scope": ["read", "write"]}
        return script, http.post(page.url, data=form, headers={"Referer": page.url})


def age(tokens):
    """Let the access token in the file have ended."""
    kept = json.loads(tokens.read_text())
    kept["token"]["expires_at"] = 1
    tokens.write_text(json.dumps(kept))
    return kept["token"]["refresh_token"]


@pytest.fixture
def tokens(tmp_path):
    return tmp_path / "tokens.json"


def test_it_signs_in_by_a_loopback_port_and_refreshes_as_a_cron_job_would(demo, tokens):
    script, page = log_in(demo, tokens)
    assert "close this window" in page.text
    assert "Signed in as alice." in script.communicate(timeout=30)[0]
    assert script.returncode == 0
    assert tokens.stat().st_mode & 0o777 == 0o600

    for _ in range(2):
        spent = age(tokens)
        script = run(demo, tokens, "whoami")
        assert "Signed in as alice." in script.communicate(timeout=30)[0]
        assert json.loads(tokens.read_text())["token"]["refresh_token"] != spent


def test_it_signs_in_by_a_code_that_is_copied_by_hand(demo, tokens):
    script, page = log_in(demo, tokens, "--copy")
    code = re.search(r'<code id="authorization_code">(\w+)</code>', page.text)[1]
    assert "Signed in as alice." in script.communicate(f"{code}\n", timeout=30)[0]


def test_without_tokens_it_says_what_to_do(demo, tokens):
    script = run(demo, tokens, "whoami")
    assert "Sign in first" in script.communicate(timeout=30)[0]
    assert script.returncode == 1


def test_it_is_short_enough_to_read():
    assert len(Path(SCRIPT).read_text().splitlines()) < 100
