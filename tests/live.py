"""The demo as a process of its own, on a database of its own: what people and clients meet."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

import requests
from django.db import connection

from .browser_session import CHALLENGE, VERIFIER, bearer, hidden_fields

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT = 120  # seconds
TIMEOUT = 60  # seconds
TICKED = re.compile(r'<input type="checkbox" name="scope" value="([^"]+)"[^>]* checked')


@dataclass
class Demo:
    """A running demo: where it is, who is in it, and what it runs on."""

    process: subprocess.Popen
    credentials: dict
    environment: dict
    log: Path

    @property
    def base_url(self):
        return self.credentials["base_url"]

    def client(self, name):
        """The credentials of a seeded client."""
        return self.credentials["clients"][name]

    def user(self, name):
        """The credentials of a seeded user."""
        return next(user for user in self.credentials["users"] if user["username"] == name)

    def kill(self):
        """SIGKILL: as if the power failed."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def browser(self, username="alice"):
        """A ``requests.Session`` in which somebody is signed in."""
        with requests.Session() as http:
            self.log_in(http, username)
            yield http

    def log_in(self, http, username="alice"):
        """Sign a ``requests.Session`` in on the login page."""
        url = f"{self.base_url}/accounts/login/"
        fields = hidden_fields(http.get(url).text)
        user = self.user(username)
        form = {**fields, "username": user["username"], "password": user["password"]}
        response = http.post(url, data=form, headers={"Referer": url}, allow_redirects=False)
        assert response.status_code == 302, response.text

    def authorization_url(self, name="web", **changes):
        """An authorization request of a seeded client."""
        client = self.client(name)
        parameters = {
            "response_type": "code",
            "client_id": client["client_id"],
            "redirect_uri": client["redirect_uris"][0],
            "scope": "read write follow",
            "state": "xyz",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        return f"{self.base_url}/oauth/authorize?{urlencode(parameters)}"

    def decide(self, http, url, decision="allow"):
        """Where the browser is sent after its user has answered whatever the page asks."""
        response = http.get(url, allow_redirects=False)
        if response.status_code == 200:
            form = decision_form(response.text, decision)
            headers = {"Referer": response.url}
            response = http.post(response.url, data=form, headers=headers, allow_redirects=False)
        assert response.status_code == 302, response.text
        return response.headers["Location"]

    def code(self, http, name="web", **changes):
        """An authorization code for a seeded client, by the consent page if there is one."""
        answer = self.decide(http, self.authorization_url(name, **changes))
        return dict(parse_qsl(urlsplit(answer).query))["code"]

    def redemption(self, code, name="web", **changes):
        """The form that redeems a code of a seeded client."""
        client = self.client(name)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client["redirect_uris"][0],
            "code_verifier": VERIFIER,
            "client_id": client["client_id"],
        }
        return {**form, **_secret_of(client), **changes}

    def refreshing(self, refresh_token, name="web"):
        """The form that refreshes for a seeded client."""
        client = self.client(name)
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return {**form, "client_id": client["client_id"], **_secret_of(client)}

    def revoking(self, token, name="web"):
        """The form that revokes for a seeded client."""
        client = self.client(name)
        return {"token": token, "client_id": client["client_id"], **_secret_of(client)}

    @property
    def token_url(self):
        return f"{self.base_url}/oauth/token"

    @property
    def revocation_url(self):
        return f"{self.base_url}/oauth/revoke"

    def token(self, form):
        """POST a form to the token endpoint."""
        return requests.post(self.token_url, data=form, timeout=TIMEOUT)

    def tokens(self, http):
        """The token response of a new authorization, by whoever is signed in in this browser."""
        response = self.token(self.redemption(self.code(http)))
        assert response.status_code == 200, response.text
        return response.json()

    def call(self, access_token, path="/api/v1/accounts/verify_credentials"):
        """GET from the API."""
        return requests.get(self.base_url + path, headers=bearer(access_token), timeout=TIMEOUT)


def decision_form(page, decision="allow"):
    """What a browser posts from a consent page on which nothing was unticked."""
    return {**hidden_fields(page), "decision": decision, "scope": TICKED.findall(page)}


@contextmanager
def demo_server(folder, *, unblocked=nullcontext, **environment):
    """Serve the demo; ``environment`` adds to the variables it sees."""
    with fresh_database(folder, unblocked) as database_url:
        demo = start(folder, DATABASE_URL=database_url, **environment)
        try:
            yield demo
        finally:
            stop(demo)


def start(folder, **environment):
    """Start the demo and wait until it answers."""
    log = folder / "server.log"
    credentials = folder / "credentials.json"
    credentials.unlink(missing_ok=True)
    variables = {**os.environ, "SECRET_KEY": "a key for tests", **environment}
    command = [sys.executable, "manage.py", "demo", "--port", "0", "--credentials", credentials]
    with log.open("a") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdout=output, stderr=subprocess.STDOUT
        )
    demo = Demo(process, {}, variables, log)
    try:
        _wait_until_it_serves(demo, credentials)
    except BaseException:
        demo.kill()
        raise
    return demo


def stop(demo):
    """SIGTERM, as a service manager would."""
    if demo.process.poll() is None:
        demo.process.terminate()
        assert demo.process.wait(timeout=20) == 0, demo.log.read_text()


@contextmanager
def fresh_database(folder, unblocked=nullcontext):
    """The URL of an empty database of the kind DATABASE_URL names; dropped afterwards.

    Tests without a database of their own need pytest-django's ``unblock`` for it.
    """
    url = os.environ.get("DATABASE_URL", "")
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'demo.sqlite3'}"
        return
    name = f"oauth_provider_{uuid4().hex[:12]}"
    quoted = connection.ops.quote_name(name)
    charset = " CHARACTER SET utf8mb4" if connection.vendor == "mysql" else ""
    with unblocked():
        _without_database(f"CREATE DATABASE {quoted}{charset}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        force = " WITH (FORCE)" if connection.vendor == "postgresql" else ""
        with unblocked():
            _without_database(f"DROP DATABASE {quoted}{force}")


def _without_database(statement):
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _secret_of(client):
    return {"client_secret": client["client_secret"]} if "client_secret" in client else {}


def _wait_until_it_serves(demo, credentials):
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        assert demo.process.poll() is None, demo.log.read_text()
        if credentials.exists():
            demo.credentials = json.loads(credentials.read_text())
            try:
                requests.get(demo.base_url, timeout=5)
            except requests.ConnectionError:
                pass
            else:
                return
        time.sleep(0.1)
    raise AssertionError(demo.log.read_text())
