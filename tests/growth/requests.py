"""Every operation on the request path, by name: what people, clients and APIs send."""

from django.test import Client as Browser

from oauth_provider.models import Client
from oauth_provider.models.dead_kinds import AT_HAND
from oauth_provider.protocol.housekeeping import EVERY
from tests.browser_session import Session, answer_of, bearer
from tests.dialects.mastodon.client import Elephant
from tests.registrar import Registration, register
from tests.views.developer import Developer
from tests.views.user import User

ORIGIN = "https://spa.example"


def tokens_of_a_user(session):
    """The authorization code grant, and all that becomes of its tokens."""
    page = yield "authorize: the page", session.ask
    yield "authorize: refused", lambda: session.decide(page, "deny")
    agreed = yield "authorize: agreed", lambda: session.decide(page)
    yield "authorize: remembered", session.ask
    yield "authorize: without a page", lambda: session.ask(prompt="none")
    code = answer_of(agreed)["code"]
    answer = yield "code exchange", lambda: session.exchange(code)
    tokens = answer.json()
    access_token, first = tokens["access_token"], tokens["refresh_token"]
    refreshed = yield "refresh", lambda: session.refresh(first)
    yield "refresh: repeated", lambda: session.refresh(first)
    second = refreshed.json()["refresh_token"]
    yield "bearer call", lambda: session.call(access_token)
    yield "introspection", lambda: session.introspect(access_token)
    yield "introspection: of a refresh token", lambda: session.introspect(second)
    yield "introspection: unknown", lambda: session.introspect("unknown")
    yield "token info", lambda: Browser().get("/oauth/token/info", headers=bearer(access_token))
    yield "revocation: access token", lambda: session.revoke(access_token)
    yield "revocation: refresh token", lambda: session.revoke(second)
    yield "revocation: unknown", lambda: session.revoke("unknown")
    yield "code exchange: replayed", lambda: session.exchange(code)


def reuse(session, settings):
    """A refresh token that was spent long ago."""
    spent = session.tokens()["refresh_token"]
    session.refresh(spent)
    settings.OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW *= 0
    yield "refresh: reused", lambda: session.refresh(spent)


def failures(session):
    """What comes from nobody here."""
    wrong = {"client_id": session.client.client_id, "client_secret": "wrong"}
    form = {"grant_type": "refresh_token", "refresh_token": "unknown"}
    yield "wrong secret", lambda: Browser().post("/oauth/token", {**form, **wrong})
    yield "unknown client", lambda: Browser().post("/oauth/token", {**form, "client_id": "nobody"})
    yield "unknown refresh token", lambda: session.refresh("unknown")
    yield "unknown code", lambda: session.exchange("unknown")
    yield "unknown bearer token", lambda: session.call("unknown")


def machine_to_machine(session):
    """A client that acts for itself, until everything had its turn to be tidied up."""

    def act():
        return session.post("/oauth/token", grant_type="client_credentials")

    yield "client credentials: first", act
    for _ in range(EVERY * len(AT_HAND)):
        yield "client credentials: later, and housekeeping", act


def browser_client():
    """A page of JavaScript asks whether it may ask."""
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    yield "CORS preflight", lambda: Browser().options("/oauth/token", headers=headers)


def registration(settings):
    """RFC 7591 and 7592, with a token and without one."""
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "open"
    settings.OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = 1000
    answer = yield "registration", register
    registered = Registration.of(answer)
    yield "registration: read", registered.read
    yield "registration: update", lambda: registered.update(client_name="Other")
    yield "registration: delete", registered.delete
    yield "registration: with a token", lambda: register(token="unknown")


def mastodon(user):
    """The dialect's endpoints, and the userinfo endpoint that its clients ask."""
    elephant = yield "POST /api/v1/apps", lambda: Elephant.registered(user, scopes="read profile")
    token = elephant.app_token().json()["access_token"]
    yield "apps/verify_credentials", lambda: elephant.verify(token)
    own = elephant.sign_in(scope="profile").json()["access_token"]
    yield "userinfo", lambda: Browser().get("/oauth/userinfo", headers=bearer(own))


def authorized_pages(user, client):
    """What a user sees, narrows and withdraws."""
    Session(client, user).tokens()
    person = User(user)
    yield "authorized: list", person.list
    yield "authorized: one", lambda: person.open(client)
    yield "authorized: narrow?", lambda: person.ask_to_narrow(client, "write")
    yield "authorized: narrow", lambda: person.narrow(client, "write")
    yield "authorized: withdraw?", lambda: person.ask_to_withdraw(client)
    yield "authorized: withdraw", lambda: person.withdraw(client)


def application_pages(user):
    """What a developer does."""
    developer = Developer(user)
    yield "applications: list", developer.list
    yield "applications: register", developer.register
    own = Client.objects.get(owner=user)
    yield "applications: one", lambda: developer.open(own)
    yield "applications: change", lambda: developer.edit(own, name="Other")
    yield "applications: new secret", lambda: developer.rotate(own, overlap="24")
    yield "applications: revoke", lambda: developer.revoke(own, own.secrets.latest("pk"))
    yield "applications: delete", lambda: developer.delete(own)
