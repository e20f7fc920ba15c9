"""What is sent to both. Each scenario names the intended differences that it shows."""

from dataclasses import dataclass

from .site import broken_basic


@dataclass(frozen=True)
class Scenario:
    """A name, what is done, and which differences it shows."""

    name: str
    play: object
    differs: tuple[str, ...] = ()


SCENARIOS = []


def scenario(name, play, *differs):
    SCENARIOS.append(Scenario(name, play, differs))


def then(*plays):
    """Each of these in turn, and all answers."""
    return lambda site: [play(site) for play in plays]


# --- the token endpoint: refreshing ---

scenario("refresh, secret in the header", lambda s: s.refresh(s.held["refresh"]))
scenario("refresh, secret in the body", lambda s: s.refresh(s.held["refresh"], how="body"))
scenario(
    "refresh, a secret stored in the clear",
    lambda s: s.refresh(s.held["clear_refresh"], client="clear"),
)
scenario(
    "refresh, a public client",
    lambda s: s.refresh(s.held["native_refresh"], client="native", how="public"),
)
scenario("refresh, wrong secret", lambda s: s.refresh(s.held["refresh"], secret="wrong"))
scenario("refresh, no secret", lambda s: s.refresh(s.held["refresh"], how="public"))
scenario("refresh, unknown client", lambda s: s.refresh(s.held["refresh"], client="nobody"))
scenario("refresh, unknown token", lambda s: s.refresh("unknown"))
scenario("refresh, an access token", lambda s: s.refresh(s.held["access"]))
scenario("refresh, another client's token", lambda s: s.refresh(s.held["clear_refresh"]))
scenario("refresh, no token", lambda s: s.token("refresh_token"))
scenario("refresh, less scope", lambda s: s.refresh(s.held["refresh"], scope="read"))
scenario("refresh, more scope", lambda s: s.refresh(s.held["refresh"], scope="read music:read"))
scenario("refresh, unknown scope", lambda s: s.refresh(s.held["refresh"], scope="nonsense"))
scenario("refresh, spent long ago", lambda s: s.refresh(s.held["spent"]))
scenario("refresh, the successor of a spent one", lambda s: s.refresh(s.held["successor"]))
scenario("refresh, of an ended family", lambda s: s.refresh(s.held["revoked"]))
scenario("refresh, of a deleted access token", lambda s: s.refresh(s.held["orphan"]))
scenario("refresh, after the access token expired", lambda s: s.refresh(s.held["idle"]))
scenario(
    "refresh, and again with the new one",
    lambda s: s.refresh(s.refresh(s.held["refresh"]).json()["refresh_token"]),
)
scenario(
    "refresh, the same one twice",
    then(lambda s: s.refresh(s.held["refresh"]), lambda s: s.refresh(s.held["refresh"])),
    "lost-answer",
)
scenario(
    "refresh a spent one, and what happens to the family",
    then(lambda s: s.refresh(s.held["spent"]), lambda s: s.refresh(s.held["successor"])),
    "reuse",
)
scenario(
    "refresh, then the access token of before",
    then(lambda s: s.refresh(s.held["refresh"]), lambda s: s.call("api/scope", s.held["access"])),
    "former-access-token",
)
scenario(
    "refresh, and call the API",
    lambda s: s.call("api/scope", s.refresh(s.held["refresh"]).json()["access_token"]),
)

# --- the token endpoint: clients that act for themselves ---

CC = "client_credentials"
scenario("credentials, in the header", lambda s: s.token(CC, client="service", scope="read"))
scenario(
    "credentials, in the body", lambda s: s.token(CC, client="service", how="body", scope="read")
)
scenario("credentials, two scopes", lambda s: s.token(CC, client="service", scope="write read"))
scenario("credentials, default scope", lambda s: s.token(CC, client="service"))
scenario("credentials, unknown scope", lambda s: s.token(CC, client="service", scope="nonsense"))
scenario("credentials, wrong secret", lambda s: s.token(CC, client="service", secret="x"))
scenario("credentials, no secret", lambda s: s.token(CC, client="service", how="public"))
scenario("credentials, of a client for users", lambda s: s.token(CC, scope="read"))
scenario("credentials, unknown client", lambda s: s.token(CC, client="nobody"))
scenario(
    "credentials, and call the API",
    lambda s: s.call("api/scope", s.token(CC, client="service").json()["access_token"]),
)
scenario("no grant_type", lambda s: s.post("token", {}), "no-grant-type")
scenario("a grant_type that nobody knows", lambda s: s.token("urn:example:unknown"))
scenario(
    "password, of a client that has it not",
    lambda s: s.token("password", username="alice", password="x"),
    "grant-types",
)
scenario(
    "a Basic header that cannot be read", lambda s: s.token(CC, headers=broken_basic(), how="")
)
scenario("no credentials", lambda s: s.token(CC, how=""))
scenario("an unknown parameter", lambda s: s.token(CC, client="service", scope="read", foo="bar"))
scenario("GET the token endpoint", lambda s: s.browser.get("/o/token/"), "errors-in-json")
scenario(
    "a parameter twice",
    lambda s: s.token(CC, client="service", scope=["read", "write"]),
    "repeated-parameters",
)
scenario(
    "a parameter in the query",
    lambda s: s.token(CC, client="service", query="?scope=read"),
    "query-parameters",
)

# --- the token endpoint: codes ---

scenario("code", lambda s: s.exchange(s.code()))
scenario("code, secret in the body", lambda s: s.exchange(s.code(), how="body"))
scenario(
    "code, and call the API",
    lambda s: s.call("api/scope", s.exchange(s.code()).json()["access_token"]),
)
scenario("code, and refresh", lambda s: s.refresh(s.exchange(s.code()).json()["refresh_token"]))
scenario("code, default scope", lambda s: s.exchange(s.code(scope=None)))
scenario("code, one scope", lambda s: s.exchange(s.code(scope="music:read")))
scenario("code, wrong verifier", lambda s: s.exchange(s.code(), code_verifier="x" * 43))
scenario("code, no verifier", lambda s: s.exchange(s.code(), code_verifier=None))
scenario(
    "code, other redirect URI",
    lambda s: s.exchange(s.code(), redirect_uri="https://client.example/other"),
    "redirect-uri-error",
)
scenario(
    "code, no redirect URI",
    lambda s: s.exchange(s.code(), redirect_uri=None),
    "redirect-uri-omitted",
)
scenario("code, another client", lambda s: s.exchange(s.code(), client="clear"))
scenario("code, wrong secret", lambda s: s.exchange(s.code(), secret="wrong"))
scenario("code, unknown", lambda s: s.exchange("unknown"))
scenario("code, none", lambda s: s.token("authorization_code"))


def twice(site):
    code = site.code()
    first, second = site.exchange(code), site.exchange(code)
    return [first, second, site.call("api/scope", first.json()["access_token"])]


scenario("code, twice, and what it bought", twice, "replayed-code")

# --- the authorization endpoint ---

scenario("authorize, allowed", lambda s: s.authorize())
scenario("authorize, denied", lambda s: s.authorize(allow=False, client_id="new"))
scenario("authorize, the page", lambda s: s.ask(client_id="new"))
scenario("authorize, what was allowed before", lambda s: s.ask(), "remembered-consent")
scenario("authorize, no state", lambda s: s.authorize(state=None))
scenario("authorize, no redirect URI", lambda s: s.authorize(redirect_uri=None))
scenario("authorize, unknown client", lambda s: s.authorize(client_id="nobody"))
scenario("authorize, no client", lambda s: s.authorize(client_id=None))
scenario(
    "authorize, other redirect URI", lambda s: s.authorize(redirect_uri="https://evil.example/")
)
scenario(
    "authorize, a query added to the redirect URI",
    lambda s: s.authorize(redirect_uri="https://client.example/callback?added=1"),
)
scenario(
    "authorize, any port of a loopback address",
    lambda s: s.authorize(client_id="native", redirect_uri="http://127.0.0.1:4321/callback"),
)
scenario("authorize, unknown scope", lambda s: s.authorize(scope="nonsense"))
scenario("authorize, no response_type", lambda s: s.authorize(response_type=None))
scenario("authorize, response_type=token", lambda s: s.authorize(response_type="token"))
scenario(
    "authorize, unknown response_type",
    lambda s: s.authorize(response_type="nonsense"),
)
scenario(
    "authorize, no code challenge",
    lambda s: s.authorize(code_challenge=None, code_challenge_method=None),
)
scenario(
    "authorize, a plain challenge",
    lambda s: s.authorize(code_challenge="x" * 43, code_challenge_method="plain"),
    "plain-challenge",
)
scenario("authorize, a trusted client", lambda s: s.ask(client_id="trusted"))


def signed_out(site):
    site.browser.logout()
    return site.ask()


scenario("authorize, nobody signed in", signed_out)

# --- revocation ---

scenario(
    "revoke an access token",
    lambda s: s.post("revoke_token", {"token": s.held["access"]}),
    "revoked-answer",
)
scenario(
    "revoke an unknown token",
    lambda s: s.post("revoke_token", {"token": "unknown"}),
    "revoked-answer",
)
scenario(
    "revoke, wrong secret",
    lambda s: s.post("revoke_token", {"token": s.held["access"]}, secret="x"),
)
scenario("revoke, no token", lambda s: s.post("revoke_token", {}))
scenario(
    "revoke, secret in the body",
    lambda s: s.post("revoke_token", {"token": s.held["access"]}, how="body"),
    "revoked-answer",
)
scenario(
    "revoke, a public client",
    lambda s: s.post("revoke_token", {"token": s.held["native"]}, client="native", how="public"),
    "revoked-answer",
)
scenario(
    "revoke an access token, and call the API",
    lambda s: (
        s.post("revoke_token", {"token": s.held["access"]}),
        s.call("api/scope", s.held["access"]),
    )[1],
    "bearer-errors",
)
scenario(
    "revoke a refresh token, and call the API and refresh",
    lambda s: [
        s.post("revoke_token", {"token": s.held["refresh"]}),
        s.call("api/scope", s.held["access"]),
        s.refresh(s.held["refresh"]),
    ][1:],
    "bearer-errors",
)
scenario(
    "revoke with a wrong hint",
    lambda s: (
        s.post("revoke_token", {"token": s.held["refresh"], "token_type_hint": "access_token"}),
        s.refresh(s.held["refresh"]),
    )[1],
)
scenario(
    "revoke another client's token",
    lambda s: s.post("revoke_token", {"token": s.held["clear_refresh"]}),
    "foreign-token",
)
scenario(
    "revoke an access token, and refresh",
    lambda s: (
        s.post("revoke_token", {"token": s.held["access"]}),
        s.refresh(s.held["refresh"]),
    )[1],
    "access-token-alone",
)

# --- introspection ---


def asked(name, **options):
    return lambda s: s.post("introspect", {"token": s.held.get(name, name)}, **options)


scenario("introspect a live token", asked("access"), "introspection-members")
scenario("introspect, secret in the body", asked("access", how="body"), "introspection-members")
scenario("introspect, expired", asked("expired"))
scenario("introspect, unknown", asked("unknown"))
scenario(
    "introspect, a token of the client itself",
    asked("service", client="service"),
    "introspection-members",
)
scenario("introspect, wrong secret", asked("access", secret="wrong"), "introspection-errors")
scenario("introspect, nobody", asked("access", how=""), "introspection-errors")
scenario("introspect, no token", lambda s: s.post("introspect", {}))
scenario("introspect, another client's token", asked("clear"), "introspect-others")
scenario("introspect a refresh token", asked("refresh"), "introspect-refresh-tokens")
scenario(
    "introspect, by a token that may",
    lambda s: s.browser.post(
        "/o/introspect/",
        {"token": s.held["access"]},
        headers={"Authorization": f"Bearer {s.held['introspector']}"},
    ),
    "introspection-members",
)
scenario(
    "introspect, by a token that may not",
    lambda s: s.browser.post(
        "/o/introspect/",
        {"token": s.held["access"]},
        headers={"Authorization": f"Bearer {s.held['access']}"},
    ),
    "introspection-errors",
)
scenario(
    "introspect by GET",
    lambda s: s.browser.get("/o/introspect/", {"token": s.held["access"]}),
    "introspection-errors",
)

# --- the API, behind the toolkit's permission classes ---

TOKENS = ("access", "reading", "music", "expired", "service", "unknown")


def calling(path, name, method="get"):
    return lambda s: s.call(path, s.held.get(name, name), method=method)


for view in ("scope", "readwrite", "resource", "authenticated", "oas"):
    for method in ("get", "post"):
        plays = [calling(f"api/{view}", name, method) for name in (*TOKENS, None)]
        scenario(f"{method} api/{view}, with each kind of token", then(*plays), "bearer-errors")

scenario(
    "api/authenticated, signed in without a token",
    lambda s: s.browser.get("/api/authenticated"),
)
scenario(
    "a token in the query",
    lambda s: s.call("api/scope", query=f"?access_token={s.held['access']}"),
    "token-in-query",
)
scenario("a token of a user who is inactive", calling("api/scope", "inactive"), "inactive-users")
scenario(
    "a scheme in lower case",
    lambda s: s.call("api/scope", Authorization=f"bearer {s.held['access']}"),
)
scenario("no value", lambda s: s.call("api/scope", Authorization="Bearer"), "bearer-errors")
scenario("another scheme", lambda s: s.call("api/scope", Authorization="Digest x"))

# --- plain Django, behind the decorators and base classes ---

for path in ("any", "read", "rw", "both", "class", "scoped", "readwrite"):
    for method in ("get", "post", "options"):
        plays = [calling(f"plain/{path}", name, method) for name in (*TOKENS, None)]
        scenario(f"{method} plain/{path}, with each kind of token", then(*plays))

# --- metadata ---

scenario(
    "metadata",
    lambda s: s.browser.get("/o/.well-known/oauth-authorization-server"),
    "metadata",
)
