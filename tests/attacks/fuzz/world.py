"""Who is there to be fooled, what they hold, and every request that is sound."""

import base64
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any

from django.db import connections, transaction
from django.test import Client as Browser

from oauth_provider.domain.redirect_uri import OUT_OF_BAND
from tests.browser_session import VERIFIER, Session, answer_of, bearer, hidden_fields
from tests.dialects.mastodon.client import APPS, SOUND, VERIFY, Elephant
from tests.factories import ClientFactory, PublicClientFactory, ServiceFactory, UserFactory
from tests.registrar import METADATA, REGISTER, Registration, register

from .letter import Letter

WEB = "https://client.example/callback"
DESKTOP = ("http://127.0.0.1/callback", "com.example.app:/callback")
SCOPE = "read write follow profile"
SETTINGS = {
    "FAILURES_PER_CLIENT": 10**9,
    "FAILURES_PER_ADDRESS": 10**9,
    "REGISTRATIONS_PER_HOUR": 10**9,
    "APPLICATIONS_PER_USER": 10**6,
    "DYNAMIC_REGISTRATION": "open",
    "AUTHORIZATION_CODE_LIFETIME": timedelta(days=7),
    "CONSENT_PAGE_LIFETIME": timedelta(days=7),
    "REFRESH_TOKEN_REPLAY_WINDOW": timedelta(days=7),
    "ACCESS_TOKEN_LIFETIME": timedelta(days=7),
}


@dataclass
class World:
    """Alice, her browser, her applications, and one of everything that is issued."""

    alice: Any
    web: Session
    desktop: Session
    acting: Session
    watcher: Session
    registered: Registration
    elephant: Elephant
    held: dict[str, str] = field(default_factory=dict)
    page: Any = None
    issued: tuple[int, ...] = ()  # how much there is of everything that opens something
    made: dict[Any, dict[str, Letter]] = field(default_factory=dict)
    visitor: Browser = field(default_factory=lambda: Browser(raise_request_exception=False))

    def _repr_pretty_(self, printer, _is_cycle):  # as hypothesis tells of a failure
        printer.text("the world")

    @classmethod
    def begin(cls):
        """Everybody, with what they hold by now."""
        alice = UserFactory(username="alice")
        world = cls(
            alice,
            Session(ClientFactory(scope=SCOPE, owner=alice, redirect_uris=[WEB]), alice),
            Session(PublicClientFactory(scope=SCOPE, redirect_uris=list(DESKTOP)), alice),
            Session(ServiceFactory(owner=alice)),
            Session(ServiceFactory(is_resource_server=True)),
            Registration.of(register()),
            Elephant.registered(alice),
        )
        world.issue()
        return world

    def issue(self):
        """Codes and tokens of each kind, unused and used."""
        held = self.held
        tokens = self.web.tokens(scope=SCOPE)
        held["web spent refresh"] = tokens["refresh_token"]
        again = self.web.refresh(tokens["refresh_token"]).json()
        held |= {"web access": again["access_token"], "web refresh": again["refresh_token"]}
        held["web used code"] = self.web.code()
        self.web.exchange(held["web used code"])
        held["web code"] = self.web.code()
        tokens = self.desktop.tokens()
        held |= {
            "desktop access": tokens["access_token"],
            "desktop refresh": tokens["refresh_token"],
        }
        held["desktop code"] = self.desktop.code()
        answer = self.acting.post("/oauth/token", grant_type="client_credentials").json()
        held["service access"] = answer["access_token"]
        app = self.elephant.session
        bare = {"code_challenge": None, "code_challenge_method": None}
        page = app.decide(app.ask(scope="read", **bare), scope=["read"])
        held["oob code"] = dict(answer_of(page))["code"]
        held["web secret"] = self.web.client.secret
        held["service secret"] = self.acting.client.secret
        held["watcher secret"] = self.watcher.client.secret
        held["registered secret"] = self.registered.answer["client_secret"]
        held["registration token"] = self.registered.answer["registration_access_token"]
        held["app secret"] = self.elephant.answer["client_secret"]
        self.page = hidden_fields(self.desktop.ask(scope="read write").content.decode())

    def letters(self, make):
        """What ``make`` makes of this world, made once."""
        if make not in self.made:
            self.made[make] = make(self)
        return self.made[make]

    @cached_property
    def known(self):
        """Values that an attacker may put where they do not belong."""
        ids = [
            each.client.client_id for each in (self.web, self.desktop, self.acting, self.watcher)
        ]
        ids += [self.registered.answer["client_id"], self.elephant.answer["client_id"]]
        return [*self.held.values(), *ids, VERIFIER, WEB, *DESKTOP, OUT_OF_BAND, SCOPE, "alice"]

    def browser(self, *, signed_in=True):
        """A browser without a past, that sees answers and never our exceptions."""
        cookies = self.web.browser.cookies.output(header="", sep=";") if signed_in else ""
        self.visitor.cookies = SimpleCookie(cookies)
        return self.visitor


@contextmanager
def undone():
    """What happens within has never happened."""
    with ExitStack() as blocks:
        for alias in connections:
            block = transaction.atomic(using=alias)
            block._from_testcase = True  # as Django's TestCase does: what is durable may be within
            blocks.enter_context(block)
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)


def post(path, *fields, headers=(), **more):
    return Letter("POST", path, (*fields, *more.items()), headers=tuple(dict(headers).items()))


def basic(session):
    """The Authorization header of a confidential client."""
    pair = f"{session.client.client_id}:{session.client.secret}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def protocol(world):
    """What programs send to the endpoints for programs."""
    held, web, desktop = world.held, world.web, world.desktop
    own, public = web.credentials, desktop.credentials
    redeem = {"grant_type": "authorization_code", "code_verifier": VERIFIER}
    refresh = {"grant_type": "refresh_token"}
    token, revoke, introspect = "/oauth/token", "/oauth/revoke", "/oauth/introspect"
    code = {**redeem, "code": held["web code"], "redirect_uri": WEB}
    return {
        "exchange": post(token, **code, **own),
        "exchange, Basic": post(token, **code, headers=basic(web)),
        "exchange, public": post(
            token, **redeem, code=held["desktop code"], redirect_uri=DESKTOP[0], **public
        ),
        "refresh": post(token, **refresh, refresh_token=held["web refresh"], **own),
        "refresh, Basic": post(
            token, **refresh, refresh_token=held["web refresh"], scope="read", headers=basic(web)
        ),
        "refresh, public": post(token, **refresh, refresh_token=held["desktop refresh"], **public),
        "repeat": post(token, **refresh, refresh_token=held["web spent refresh"], **own),
        "client credentials": post(
            token, grant_type="client_credentials", scope="read", **world.acting.credentials
        ),
        "revoke": post(revoke, token=held["web access"], token_type_hint="access_token", **own),
        "revoke, public": post(revoke, token=held["desktop refresh"], **public),
        "introspect": post(introspect, token=held["web access"], headers=basic(world.watcher)),
        "introspect refresh": post(introspect, token=held["web refresh"], **own),
        "token info": Letter("GET", "/oauth/token/info", headers=pairs(bearer(held["web access"]))),
        "userinfo": Letter("GET", "/oauth/userinfo", headers=pairs(bearer(held["web access"]))),
        "userinfo by POST": post("/oauth/userinfo", headers=bearer(held["web access"])),
        "verify app": Letter("GET", VERIFY, headers=pairs(bearer(held["service access"]))),
        "metadata": Letter("GET", "/.well-known/oauth-authorization-server"),
    }


def registration(world):
    """How programs register, and manage what they registered."""
    path, headers = world.registered.path, tuple(world.registered.headers.items())
    own = {"client_id": world.registered.answer["client_id"], **METADATA}
    app = tuple(SOUND.items())
    return {
        "register": Letter("POST", REGISTER, tuple(METADATA.items()), kind="json"),
        "read": Letter("GET", path, headers=headers),
        "update": Letter("PUT", path, tuple(own.items()), headers=headers, kind="json"),
        "delete": Letter("DELETE", path, headers=headers),
        "app, form": Letter("POST", APPS, app),
        "app, json": Letter("POST", APPS, app, kind="json"),
    }


def pages(world):
    """What browsers send; the first is asked by somebody who is not signed in."""
    web, desktop = world.web, world.desktop
    silently = pairs(web.request(prompt="none"))
    asked, public = pairs(web.request()), pairs(desktop.request())
    mine = f"/oauth/applications/{web.client.pk}"
    theirs = f"/oauth/authorized/{desktop.client.pk}"
    secret = web.client.secrets.get().pk
    form = (("name", "Calendar"), ("client_type", "confidential"), ("redirect_uris", WEB))
    form += (("grant_types", "authorization_code"), ("scope", "read"), ("client_uri", ""))
    ticks = (("scope", "read"), ("scope", "write"))
    answer = (*world.page.items(), *ticks)
    return {
        "authorize, stranger": Letter("GET", "/oauth/authorize", query=asked),
        "authorize": Letter("GET", "/oauth/authorize", query=asked),
        "authorize, public": Letter("GET", "/oauth/authorize", query=public),
        "authorize, silently": Letter("GET", "/oauth/authorize", query=silently),
        "allow": Letter("POST", "/oauth/authorize", (*answer, ("decision", "allow")), query=public),
        "deny": Letter("POST", "/oauth/authorize", (*answer, ("decision", "deny")), query=public),
        "switch": Letter("POST", "/oauth/authorize/switch", query=asked),
        "native": Letter(
            "GET", "/oauth/authorize/native", query=(("code", world.held["oob code"]),)
        ),
        "login": post("/accounts/login/", username="alice", password="x", next="/oauth/authorized"),
        "applications": Letter("GET", "/oauth/applications/", query=(("page", "1"),)),
        "new application": Letter("POST", "/oauth/applications/register", form),
        "edit": Letter("POST", mine, (*form, ("allowed_origins", ""), ("logo_uri", ""))),
        "new secret": post(f"{mine}/secrets/new", label="next", overlap="86400"),
        "revoke secret": post(f"{mine}/secrets/{secret}/revoke"),
        "delete application": post(f"{mine}/delete"),
        "authorized": Letter("GET", "/oauth/authorized", query=(("page", "1"),)),
        "one authorized": Letter("GET", theirs),
        "narrow?": Letter("GET", f"{theirs}/narrow", query=(("scope", "write"),)),
        "narrow": post(f"{theirs}/narrow", scope="write"),
        "withdraw": post(f"{theirs}/withdraw"),
    }


def pairs(mapping):
    return tuple(mapping.items())
