"""One client: a person with a browser and an application, over HTTP connections that it keeps."""

import json
import random
import time
from base64 import b64encode
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.browser_session import CHALLENGE, VERIFIER, hidden_fields
from tests.live import TICKED

from .prepare import REDIRECT_URI

# Of a thousand things that a client does.
MIX = {"API call": 770, "refresh": 150, "authorization": 50, "revocation": 25, "login": 5}
MOST_SESSIONS = 4
TIMEOUT = 30  # seconds
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class WrongAnswerError(Exception):
    """Not what was to be expected."""


class Client(Thread):
    """Acts by the mix until it is told to stop, and measures."""

    def __init__(self, site, number, barrier):
        super().__init__(name=f"client {number}", daemon=True)
        self.site, self.username, self.barrier = site, f"user{number}", barrier
        self.chance = random.Random(number)
        self.http = HTTPConnection("127.0.0.1", site.port, timeout=TIMEOUT)
        self.cookies, self.sessions = {}, []
        self.measured, self.errors = [], []  # (kind, seconds); what went wrong
        self.is_measuring, self.end = False, 0.0
        basic = f"{site.client_id}:{site.client_secret}".encode()
        self.own = {"Authorization": f"Basic {b64encode(basic).decode()}"}

    def run(self):
        acts = {
            "API call": self.call,
            "refresh": self.refresh,
            "authorization": self.authorize,
            "revocation": self.revoke,
            "login": self.sign_in,
        }
        self.attempt(self.sign_in)
        self.attempt(self.authorize)
        self.barrier.wait()
        self.is_measuring = True
        while time.monotonic() < self.end:
            (kind,) = self.chance.choices(list(MIX), list(MIX.values()))
            self.attempt(acts[kind] if self.sessions else self.authorize)
        self.http.close()

    def attempt(self, act):
        """Do it; what goes wrong is counted, and the next thing is done."""
        try:
            act()
        except Exception as error:  # noqa: BLE001 — whatever it is, it is told
            self.errors.append(f"{act.__name__}: {type(error).__name__}: {error}")
            self.http.close()  # opened anew by the next request

    def sign_in(self):
        """On the login page, in a browser that has forgotten everything."""
        self.cookies = {}
        page = self.browse("login page", "GET", "/accounts/login/", 200)
        form = {"username": self.username, "password": self.site.password}
        self.browse("login", "POST", "/accounts/login/", 302, {**hidden_fields(page), **form})

    def authorize(self):
        """Through the consent page to a pair of tokens."""
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self.site.client_id,
                "redirect_uri": REDIRECT_URI,
                "scope": "read write",
                "state": "xyz",
                "code_challenge": CHALLENGE,
                "code_challenge_method": "S256",
                "prompt": "consent",
                "approval_prompt": "force",
            }
        )
        path = f"/o/authorize/?{query}"
        page = self.browse("consent page", "GET", path, 200)
        answer = {"decision": "allow", "scope": TICKED.findall(page), "allow": "Authorize"}
        location = self.browse("consent", "POST", path, 302, {**answer, **hidden_fields(page)})
        (code,) = parse_qs(urlsplit(location).query)["code"]
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER}
        tokens = self.ask("exchange", "/o/token/", {**form, "redirect_uri": REDIRECT_URI})
        self.sessions = [tokens, *self.sessions][:MOST_SESSIONS]

    def refresh(self):
        """The session that is at hand."""
        tokens = self.sessions.pop()
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        self.sessions.insert(0, self.ask("refresh", "/o/token/", form))

    def call(self):
        """The API."""
        token = self.sessions[-1]["access_token"]
        self.request("API call", "GET", "/api", 200, {"Authorization": f"Bearer {token}"})

    def revoke(self):
        """End a session, unless it is the only one."""
        if len(self.sessions) < 2:
            self.authorize()
        form = {"token": self.sessions.pop()["refresh_token"]}
        path = "/o/revoke/" if self.site.party == "oauth_provider" else "/o/revoke_token/"
        self.request("revocation", "POST", path, 200, {**FORM, **self.own}, urlencode(form))

    def ask(self, kind, path, form):
        """A token response."""
        return json.loads(
            self.request(kind, "POST", path, 200, {**FORM, **self.own}, urlencode(form))
        )

    def browse(self, kind, method, path, status, form=None):
        """What the browser gets: a page, or where it is sent."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(form, doseq=True) if form else None
        return self.request(kind, method, path, status, {**headers, **(FORM if form else {})}, body)

    def request(self, kind, method, path, status, headers, body=None):
        """Measured from the first byte that is sent to the last one that is read."""
        begin = time.perf_counter()
        self.http.request(method, path, body, headers)
        response = self.http.getresponse()
        text = response.read().decode()
        seconds = time.perf_counter() - begin
        if response.status != status:
            raise WrongAnswerError(f"{kind}: {response.status} {text[:500]}")
        if self.is_measuring:
            self.measured.append((kind, seconds))
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({k: v.value for k, v in SimpleCookie(line).items()})
        return response.headers["Location"] if status == 302 else text
