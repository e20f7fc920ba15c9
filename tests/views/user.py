"""What a user does on the pages at /oauth/authorized/, through Django's test client."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client as Browser

BASE = "/oauth/authorized"


@dataclass
class User:
    """Somebody who is signed in, and has allowed applications something."""

    account: Any
    browser: Browser = field(default_factory=Browser)

    def __post_init__(self):
        self.browser.force_login(self.account)

    def list(self, **parameters):
        """Look at all applications."""
        return self.browser.get(BASE, parameters)

    def open(self, client):
        """Look at one."""
        return self.browser.get(url(client))

    def ask_to_narrow(self, client, scope):
        """Look at what taking a scope back would mean."""
        return self.browser.get(url(client, "narrow"), {"scope": scope})

    def narrow(self, client, scope):
        """Take a scope back."""
        return self.browser.post(url(client, "narrow"), {"scope": scope})

    def ask_to_withdraw(self, client):
        """Look at what withdrawing would mean."""
        return self.browser.get(url(client, "withdraw"))

    def withdraw(self, client):
        """Withdraw everything."""
        return self.browser.post(url(client, "withdraw"))

    def follow(self, response):
        """Where a redirect leads."""
        return self.browser.get(response["Location"])


def url(client, page=""):
    """Where one of an application's pages is."""
    return f"{BASE}/{client.pk}/{page}".rstrip("/")


def row_of(response, client):
    """What a person reads about an application on the list; nothing if it is not there."""
    rows = re.split(r'<span class="monogram"', response.content.decode())[1:]
    found = [row for row in rows if f'href="{url(client)}"' in row]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", found[0])).split()) if found else ""


def taken_back_on(response):
    """The scopes that a page offers to take back, in its order."""
    return re.findall(r'/narrow\?scope=([^"]+)"', response.content.decode().replace("%3A", ":"))
