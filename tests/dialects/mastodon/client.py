"""A client made for Mastodon, that has just met this site."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.test import Client as Browser

from oauth_provider.models import Client
from tests.browser_session import Session, bearer

APPS = "/api/v1/apps"
VERIFY = f"{APPS}/verify_credentials"
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SOUND = {
    "client_name": "Elephant",
    "redirect_uris": OUT_OF_BAND,
    "scopes": "read write",
    "website": "https://elephant.example/",
}


def as_form(browser, fields, **options):
    """POST as most clients do."""
    body = urlencode(fields, doseq=True)
    kind = "application/x-www-form-urlencoded"
    return browser.post(APPS, body, content_type=kind, **options)


def as_multipart(browser, fields, **options):
    """POST as ``curl -F`` does."""
    return browser.post(APPS, fields, **options)


def as_json(browser, fields, **options):
    """POST as JavaScript does."""
    return browser.post(APPS, fields, content_type="application/json", **options)


WRITTEN = {"form": as_form, "multipart": as_multipart, "JSON": as_json}


def register(written=as_form, *, browser=None, headers=None, **changes):
    """POST a sound registration with some changes; None leaves a parameter out."""
    fields = {name: value for name, value in {**SOUND, **changes}.items() if value is not None}
    return written(browser or Browser(), fields, headers=headers or {})


@dataclass
class Elephant:
    """A client that registered itself; ``user`` is in the browser."""

    answer: dict
    user: object = None
    session: Session = field(init=False)

    def __post_init__(self):
        self.client = Client.objects.get(client_id=self.answer["client_id"])
        self.client.secret = self.answer["client_secret"]
        self.session = Session(self.client, self.user)

    @classmethod
    def registered(cls, user=None, **changes):
        """A new one."""
        response = register(**changes)
        assert response.status_code == 200, response.content
        return cls(response.json(), user)

    def app_token(self, **changes):
        """The answer to a request for a token of its own."""
        return self.session.post("/oauth/token", grant_type="client_credentials", **changes)

    def sign_in(self, scope="read write"):
        """A token response, by a code and without PKCE."""
        bare = {"code_challenge": None, "code_challenge_method": None, "state": None}
        page = self.session.ask(scope=scope, **bare)
        answer = self.session.decide(page, scope=scope.split())
        code = answer["Location"].partition("code=")[2].partition("&")[0]
        return self.session.exchange(code, code_verifier=None)

    def verify(self, token=None, path=VERIFY):
        """Does the token work?"""
        return Browser().get(path, headers={} if token is None else bearer(token))
