"""Devices of people who go on, whatever happens: they sign in, refresh and call the API."""

import random
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Thread
from urllib.parse import parse_qsl, urlsplit

import requests

from tests.browser_session import bearer, hidden_fields
from tests.live import decision_form

API = "/api/v1/accounts/verify_credentials"
LOST = (
    requests.ConnectionError,
    requests.Timeout,
    HTTPException,
    requests.exceptions.ChunkedEncodingError,
)
PAUSE = 0.1  # seconds before asking again; politer clients wait for as long as Retry-After says
PATIENCE = 60  # seconds
TIMEOUT = 20  # seconds


class UnexpectedError(AssertionError):
    """An answer that no fault of the server's excuses."""


@dataclass
class Device(Thread):
    """One thread with a browser, and the sessions that its application holds."""

    demo: object
    stopped: Event
    seed: int
    held: list = field(default_factory=list)  # token responses
    done: int = 0
    refused: int = 0  # 503
    lost: int = 0  # connections
    lost_codes: int = 0
    failure: BaseException | None = None

    __hash__ = object.__hash__

    def __post_init__(self):
        super().__init__(name=f"device {self.seed}")
        self.chance = random.Random(self.seed)
        self.browser, self.program = requests.Session(), requests.Session()

    def run(self):
        try:
            self.begin()
            while not self.stopped.is_set():
                self.step()
                self.done += 1
        except Exception as error:  # noqa: BLE001 — told by the test, in its own thread
            self.failure = error
        finally:
            self.browser.close()
            self.program.close()

    def step(self):
        """What devices do: mostly call, often refresh, now and then begin and end sessions."""
        chance = self.chance.random()
        if chance < 0.04 and len(self.held) < 4:
            self.begin()
        elif chance < 0.07 and len(self.held) > 1:
            self.end(self.held.pop())
        elif chance < 0.45:
            self.refresh(self.chance.randrange(len(self.held)))
        else:
            self.call(self.chance.choice(self.held))

    def begin(self):
        """Sign in and hold the tokens of a new session. Its code may get lost with its answer."""
        while True:
            self.sign_in()
            response = self.program_asks(self.demo.token_url, self.demo.redemption(self.code()))
            if response.status_code == 200:
                self.held.append(response.json())
                return
            self.expect(response, 400)
            self.lost_codes += 1

    def sign_in(self):
        """On the login page, with a browser that has forgotten everything."""
        self.browser.cookies.clear()
        url = f"{self.demo.base_url}/accounts/login/"
        user = self.demo.user("alice")
        own = {"username": user["username"], "password": user["password"]}
        form = {**hidden_fields(self.browser_asks("GET", url).text), **own}
        self.expect(self.browser_asks("POST", url, form), 302)

    def code(self):
        """By the consent page, if there is one."""
        url = self.demo.authorization_url()
        response = self.browser_asks("GET", url)
        if response.status_code == 200:
            response = self.browser_asks("POST", url, decision_form(response.text))
        self.expect(response, 302)
        return dict(parse_qsl(urlsplit(response.headers["Location"]).query))["code"]

    def refresh(self, number):
        """With the token that is held, until there is an answer."""
        form = self.demo.refreshing(self.held[number]["refresh_token"])
        response = self.program_asks(self.demo.token_url, form)
        self.expect(response, 200)
        self.held[number] = response.json()

    def call(self, tokens):
        """The API accepts what is held."""
        self.expect(self.program_asks(self.demo.base_url + API, tokens=tokens), 200)

    def end(self, tokens):
        """Revoke the session."""
        form = self.demo.revoking(tokens["refresh_token"])
        self.expect(self.program_asks(self.demo.revocation_url, form), 200)

    def browser_asks(self, method, url, form=None):
        """What a person sees in the end, who tries again."""
        headers = {"Referer": url, "Accept": "text/html"}
        return self.insist(self.browser, method, url, data=form, headers=headers)

    def program_asks(self, url, form=None, tokens=None):
        """What an application is answered in the end, which tries again."""
        headers = bearer(tokens["access_token"]) if tokens else {}
        method = "POST" if form else "GET"
        return self.insist(self.program, method, url, data=form, headers=headers)

    def insist(self, http, method, url, **options):
        """The first answer that is neither 503 nor lost."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                response = http.request(
                    method, url, timeout=TIMEOUT, allow_redirects=False, **options
                )
            except LOST:
                self.lost += 1
            else:
                if response.status_code != 503:
                    return response
                assert response.headers["Retry-After"] == "5", url
                self.refused += 1
            time.sleep(PAUSE)
        raise UnexpectedError(f"no answer from {url}")

    def expect(self, response, status):
        """Fail the test at any other status: 500, or a 400 that would end a session."""
        if response.status_code != status:
            asked = f"{response.request.method} {response.url}"
            raise UnexpectedError(f"{asked}: {response.status_code} {response.text[:2000]}")
