"""One of the two providers, as clients and people meet it at the same paths."""

import base64
import json
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from django.test import Client as Browser

from tests.browser_session import CHALLENGE, VERIFIER, basic, bearer, hidden_fields

from .seed import REDIRECT_URI, SECRET

OPAQUE = {
    "access_token",
    "refresh_token",
    "code",
    "exp",
    "iat",
    "created_at",
}  # never the same twice


@dataclass
class Site:
    """What a scenario drives."""

    name: str
    held: dict  # the values that clients hold
    user: object = None
    browser: Browser = field(default_factory=lambda: Browser(raise_request_exception=False))

    @property
    def is_ours(self):
        return self.name == "ours"

    def post(self, path, form, *, client="web", secret=SECRET, how="basic", headers=None, query=""):
        """POST a form as a client."""
        sent = dict(headers or {})
        if how == "basic":
            sent |= basic(client, secret)
        elif how == "body":
            form = {"client_id": client, "client_secret": secret, **form}
        elif how == "public":
            form = {"client_id": client, **form}
        return self.browser.post(f"/o/{path}/{query}", form, headers=sent)

    def token(self, grant_type, *, client="web", **rest):
        options = {k: rest.pop(k) for k in ("secret", "how", "headers", "query") if k in rest}
        return self.post("token", {"grant_type": grant_type, **rest}, client=client, **options)

    def refresh(self, value, **rest):
        return self.token("refresh_token", refresh_token=value, **rest)

    def exchange(self, code, **changes):
        form = {"code": code, "redirect_uri": REDIRECT_URI, "code_verifier": VERIFIER, **changes}
        return self.token("authorization_code", **{k: v for k, v in form.items() if v is not None})

    def ask(self, **changes):
        """GET the authorization endpoint."""
        parameters = {
            "response_type": "code",
            "client_id": "web",
            "redirect_uri": REDIRECT_URI,
            "scope": "read write",
            "state": "xyz",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        kept = {k: v for k, v in parameters.items() if v is not None}
        return self.browser.get("/o/authorize/", kept)

    def authorize(self, *, allow=True, **changes):
        """Ask, and let the person in front of the page decide."""
        page = self.ask(**changes)
        if page.status_code != 200:
            return page
        form = hidden_fields(page.content.decode())
        if self.is_ours:
            ticked = re.findall(r'name="scope"[^>]* value="([^"]+)"', page.content.decode())
            scopes = ticked or (changes.get("scope") or "read write").split()
            form |= {"decision": "allow" if allow else "deny", "scope": scopes}
        else:
            form |= {"allow": "Authorize"} if allow else {}
        return self.browser.post(page.request["PATH_INFO"] + self._query(page), form)

    def code(self, **changes):
        """An authorization code that Alice has allowed."""
        location = self.authorize(**changes)["Location"]
        return dict(parse_qsl(urlsplit(location).query))["code"]

    def call(self, path, token=None, *, method="get", query="", **headers):
        """Call the API."""
        sent = {**(bearer(token) if token else {}), **headers}
        program = Browser(raise_request_exception=False)
        return getattr(program, method)(f"/{path}{query}", headers=sent)

    def _query(self, page):
        return "?" + page.request["QUERY_STRING"]


def told(response):
    """What a client reads in an answer, by name."""
    found = {"status": response.status_code}
    if response.status_code != 302:
        found["content-type"] = response.get("Content-Type", "").split(";")[0]
    if "Location" in response:
        found |= _location(response["Location"])
    challenge = response.get("WWW-Authenticate", "")
    if challenge:
        found["challenge.scheme"] = challenge.split(" ")[0]
        error = re.search(r'error="([^"]*)"', challenge)
        found["challenge.error"] = error[1] if error else None
    if response.get("Content-Type", "").startswith("application/json"):
        found |= _members(response)
        found["no-store"] = "no-store" in response.get("Cache-Control", "")
    return found


def _members(response):
    members = json.loads(response.content or "{}")
    return {f"body.{k}": "…" if k in OPAQUE else v for k, v in members.items()}


def _location(location):
    parts = urlsplit(location)
    query = dict(parse_qsl(parts.query))
    found = {"location": f"{parts.scheme}://{parts.netloc}{parts.path}"}
    if parts.path.startswith("/accounts/login"):
        return found
    return found | {f"location.{k}": "…" if k in OPAQUE else v for k, v in query.items()}


def broken_basic():
    """A header that cannot be read."""
    return {"Authorization": "Basic " + base64.b64encode(b"nocolon").decode()}
