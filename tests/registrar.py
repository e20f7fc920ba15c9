"""A program that registers itself over the API, and manages what it registered."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.test import Client as Browser

from oauth_provider.models import Client

from .browser_session import Session, bearer

REGISTER = "/oauth/register"
METADATA = {
    "client_name": "Calendar",
    "redirect_uris": ["https://calendar.example/callback"],
    "grant_types": ["authorization_code", "refresh_token"],
    "scope": "read write",
}
JSON = "application/json"


def register(*, token=None, headers=None, path=REGISTER, browser=None, **changes):
    """POST the metadata of a client; None leaves one out."""
    metadata = {name: value for name, value in {**METADATA, **changes}.items() if value is not None}
    sent = {**(bearer(token) if token else {}), **(headers or {})}
    return (browser or Browser()).post(path, metadata, content_type=JSON, headers=sent)


@dataclass
class Registration:
    """What the server answered: who the client is, and how it manages that."""

    answer: dict
    browser: Browser = field(default_factory=Browser)

    @classmethod
    def of(cls, response):
        """Of a registration that succeeded."""
        assert response.status_code == 201, response.content
        return cls(response.json())

    @property
    def path(self):
        """Of the client configuration endpoint."""
        return urlsplit(self.answer["registration_client_uri"]).path

    @property
    def headers(self):
        """With the registration access token."""
        return bearer(self.answer["registration_access_token"])

    @property
    def client(self):
        """The row."""
        return Client.objects.get(client_id=self.answer["client_id"])

    def read(self, **options):
        """GET what is registered."""
        return self.browser.get(self.path, headers=self.headers, **options)

    def update(self, **changes):
        """PUT other metadata; None leaves one out."""
        own = {"client_id": self.answer["client_id"], **METADATA}
        sent = {name: value for name, value in {**own, **changes}.items() if value is not None}
        return self.browser.put(self.path, sent, content_type=JSON, headers=self.headers)

    def delete(self):
        """DELETE the client."""
        return self.browser.delete(self.path, headers=self.headers)

    def session(self, user=None):
        """The client at work, with ``user`` in a browser."""
        client = self.client
        client.secret = self.answer.get("client_secret")
        return Session(client, user)
