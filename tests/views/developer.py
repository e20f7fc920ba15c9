"""What a developer does on the pages at /oauth/applications/, through Django's test client."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client as Browser

BASE = "/oauth/applications/"
REGISTER = f"{BASE}register"
FORM = {
    "name": "Calendar",
    "client_type": "confidential",
    "redirect_uris": "https://calendar.example/callback",
    "grant_types": ["authorization_code", "refresh_token"],
    "scope": ["read"],
    "client_uri": "",
    "logo_uri": "",
    "allowed_origins": "",
}


@dataclass
class Developer:
    """Somebody who is signed in, and maybe registers applications."""

    user: Any
    browser: Browser = field(default_factory=Browser)

    def __post_init__(self):
        self.browser.force_login(self.user)

    def list(self, **parameters):
        """Look at the list."""
        return self.browser.get(BASE, parameters)

    def register(self, **changes):
        """Send the form; None leaves a field out."""
        return self.browser.post(REGISTER, filled(**changes))

    def open(self, client, page=""):
        """Look at one of an application's pages."""
        return self.browser.get(url(client, page))

    def edit(self, client, **changes):
        """Send the form of an application, otherwise as it is."""
        stored = {
            "name": client.name,
            "redirect_uris": "\n".join(client.redirect_uris),
            "grant_types": client.grant_types,
            "scope": client.scope.split(),
            "client_uri": client.client_uri,
            "logo_uri": client.logo_uri,
            "allowed_origins": "\n".join(client.allowed_origins),
            "client_type": None,
        }
        return self.browser.post(url(client), filled(**{**stored, **changes}))

    def rotate(self, client, **fields):
        """Ask for another secret."""
        return self.browser.post(url(client, "secrets/new"), fields)

    def revoke(self, client, secret):
        """Revoke a secret."""
        return self.browser.post(url(client, f"secrets/{secret.pk}/revoke"))

    def delete(self, client):
        """Delete an application."""
        return self.browser.post(url(client, "delete"))


def filled(**changes):
    """The form, filled in."""
    return {name: value for name, value in {**FORM, **changes}.items() if value is not None}


def url(client, page=""):
    """Where one of an application's pages is."""
    return f"{BASE}{client.pk}/{page}"


def secret_on(response):
    """The secret that a page shows."""
    found = re.search(r'<code id="client_secret">([^<]+)</code>', response.content.decode())
    assert found, response.content
    return found[1]


def text_of(response):
    """What a person reads on a page."""
    body = response.content.decode().partition("<body>")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", body)).split())


def errors(response):
    """What a page says is wrong, by field, all of it shown beside that field."""
    assert response.status_code == 200, response
    form, page = response.context["form"], response.content.decode()
    for name in form.errors:
        assert name == "__all__" or f'id="id_{name}_error"' in page, name
    return {name: " ".join(said) for name, said in form.errors.items()}
