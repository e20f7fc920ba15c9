"""A person with a browser and an application, in one process and without JavaScript."""

import base64
import html
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from django.test import Client as Browser

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636, appendix B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def hidden_fields(page):
    """The hidden fields of a page, as a browser would post them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def answer_of(response):
    """The parameters that a redirect hands to the client, each once."""
    assert response.status_code == 302, response.content
    return dict(parse_qsl(urlsplit(response["Location"]).query, strict_parsing=True))


def link_of(page, label):
    """Where the link leads that holds this text."""
    before = page.content.decode().split(label)[0]
    return html.unescape(before.rsplit('<a href="', 1)[1].split('"')[0])


def next_of(response):
    """Where a redirect to the login page leads on to."""
    return dict(parse_qsl(urlsplit(response["Location"]).query))["next"]


def basic(client_id, client_secret):
    """An Authorization header."""
    credentials = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    return {"Authorization": f"Basic {credentials}"}


def bearer(token):
    """An Authorization header."""
    return {"Authorization": f"Bearer {token}"}


@dataclass
class Session:
    """``user`` in a browser, and ``client`` behind its redirect URI."""

    client: object
    user: object = None
    browser: Browser = field(default_factory=Browser)

    def __post_init__(self):
        if self.user is not None:
            self.browser.force_login(self.user)

    def request(self, **changes):
        """The parameters of an authorization request; None leaves one out."""
        parameters = {
            "response_type": "code",
            "client_id": self.client.client_id,
            "redirect_uri": self.client.redirect_uris[0] if self.client.redirect_uris else None,
            "scope": "read write",
            "state": "xyz",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return {k: v for k, v in {**parameters, **changes}.items() if v is not None}

    def ask(self, **changes):
        """GET the authorization endpoint."""
        return self.browser.get("/oauth/authorize", self.request(**changes))

    def sign_in(self, response, username="alice"):
        """Sign in on the page that a response leads to, and go on to where that leads."""
        assert response.status_code == 302, response.content
        assert response["Location"].startswith("/accounts/login/?next="), response["Location"]
        form = {"username": username, "password": "correct horse battery staple"}
        answer = self.browser.post(response["Location"], form)
        assert answer.status_code == 302, answer.content
        return self.browser.get(answer["Location"])

    def switch(self, page):
        """Press the button for using another account."""
        text = page.content.decode()
        url = html.unescape(text.split('<form method="post" action="')[1].split('"')[0])
        fields = {"csrfmiddlewaretoken": hidden_fields(text)["csrfmiddlewaretoken"]}
        return self.browser.post(url, fields)

    def decide(self, page, decision="allow", scope=("read", "write"), **fields):
        """Answer the consent page that ``ask`` returned."""
        url = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
        form = {**hidden_fields(page.content.decode()), "decision": decision, "scope": list(scope)}
        return self.browser.post(url, {**form, **fields})

    def code(self, *, allow=("read", "write"), **changes):
        """An authorization code, by the consent page if there is one."""
        response = self.ask(**changes)
        if response.status_code == 200:
            response = self.decide(response, scope=allow)
        return answer_of(response)["code"]

    @property
    def credentials(self):
        """What the client authenticates with in a body."""
        own = {"client_id": self.client.client_id}
        return {**own, "client_secret": self.client.secret} if self.client.is_confidential else own

    def post(self, path, *, headers=None, **fields):
        """POST a form as the client, authenticated in the body unless ``headers`` do it."""
        form = {**(self.credentials if headers is None else {}), **fields}
        form = {k: v for k, v in form.items() if v is not None}
        return Browser().post(path, form, headers=headers or {})

    def exchange(self, code, **changes):
        """Redeem a code."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.client.redirect_uris[0],
            "code_verifier": VERIFIER,
            **changes,
        }
        return self.post("/oauth/token", **fields)

    def tokens(self, **changes):
        """A token response, by way of the consent page."""
        response = self.exchange(self.code(**changes))
        assert response.status_code == 200, response.content
        return response.json()

    def refresh(self, refresh_token, **changes):
        """Use a refresh token."""
        fields = {"grant_type": "refresh_token", "refresh_token": refresh_token, **changes}
        return self.post("/oauth/token", **fields)

    def call(self, access_token, path="/api/v1/accounts/verify_credentials"):
        """Call the API."""
        return Browser().get(path, headers=bearer(access_token))

    def introspect(self, token, **changes):
        """Ask about a token."""
        return self.post("/oauth/introspect", token=token, **changes)

    def revoke(self, token, **changes):
        """End a token."""
        return self.post("/oauth/revoke", token=token, **changes)
