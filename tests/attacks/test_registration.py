"""RFC 9700 §2.1, RFC 8252 §7: what may be registered, whoever types it in?"""

import pytest
from django.core.exceptions import ValidationError

from oauth_provider.models import Client

pytestmark = pytest.mark.django_db

REFUSED = {
    "http": "http://client.example/callback",
    "javascript": "javascript:alert(1)",
    "upper-case javascript": "JavaScript:alert(1)",
    "data": "data:text/html,x",
    "vbscript": "vbscript:x",
    "file": "file:///etc/passwd",
    "blob": "blob:https://client.example/x",
    "fragment": "https://client.example/callback#x",
    "empty fragment": "https://client.example/callback#",
    "two in one": "https://client.example/a https://evil.example/b",
    "line feed": "https://client.example/a\nhttps://evil.example/b",
    "carriage return": "https://client.example/a\r\nSet-Cookie: a=b",
    "NUL": "https://client.example/\x00",
    "tab": "https://client.example/\t",
    "wildcard host": "https://*.client.example/callback",
    "wildcard path": "https://client.example/*",
    "user name": "https://client.example@evil.example/callback",
    "password": "https://a:b@client.example/callback",
    "backslash": "https://client.example\\@evil.example/",
    "upper-case host": "https://CLIENT.example/callback",
    "upper-case scheme": "HTTPS://client.example/callback",
    "dot segment": "https://client.example/../callback",
    "encoded dot segment": "https://client.example/%2e%2e/callback",
    "port out of range": "https://client.example:99999/",
    "broken IPv6": "https://[::1/",
    "no host": "https:///callback",
    "relative": "/callback",
    "no scheme": "//client.example/callback",
    "empty": "",
    "homograph": "https://client.ex\u0430mple/callback",
    "broken escape": "https://client.example/%zz",
    "code in the query": "https://client.example/callback?code=1",
    "state in the query": "https://client.example/callback?a=1&state=1",
    "encoded code in the query": "https://client.example/callback?%63ode=1",
    "iss in the query": "https://client.example/callback?iss=x",
    "error in the query": "https://client.example/callback?error=x",
    "2 MB": "https://client.example/" + "a" * 2_000_000,
    "host that no name server holds": f"https://{'a' * 60}.{'b.' * 110}example/callback",
}
REFUSED_TO_PUBLIC = {
    "one-word scheme": "myapp:/callback",
    "one-word scheme with host": "myapp://callback",
    "reversed domain with host": "com.example.app://callback",
    "intent": "intent://x#Intent;scheme=https;end",
    "loopback look-alike": "http://127.0.0.1.evil.example/callback",
    "localhost look-alike": "http://localhost.evil.example/callback",
    "second loopback address": "http://127.0.0.2/callback",
}

GRANT_TYPES = [
    "authorization_code",
    {"authorization_code": 1},
    ["implicit"],
    ["authorization_code", 1],
    [["authorization_code"]],
    [{}],
    None,
    5,
]


def register(client_type="confidential", **fields):
    registered = {"name": "Application", "redirect_uris": ["https://client.example/"], **fields}
    client = Client(client_type=client_type, **registered)
    client.full_clean()
    client.save()
    return client


@pytest.mark.parametrize("uri", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("client_type", ["confidential", "public"])
def test_a_redirect_uri_that_could_be_abused_is_not_registered(client_type, uri):
    with pytest.raises(ValidationError) as refusal:
        register(client_type, redirect_uris=[uri])
    assert "redirect_uris" in refusal.value.message_dict


@pytest.mark.parametrize("uri", REFUSED_TO_PUBLIC.values(), ids=REFUSED_TO_PUBLIC)
def test_a_scheme_that_anybody_could_claim_is_not_registered(uri):
    with pytest.raises(ValidationError, match="redirect_uris"):
        register("public", redirect_uris=[uri])


def test_a_confidential_client_gets_no_private_use_scheme():
    with pytest.raises(ValidationError, match="redirect_uris"):
        register(redirect_uris=["com.example.app:/callback"])


@pytest.mark.parametrize(
    "name",
    ["Bank\u202e", "\u2066Bank", "Ba\u200bnk", "B\u0430nk", "\x00", "\u3164", "a\nb", "a" * 201],
)
def test_a_name_that_says_something_else_than_it_seems_to_is_not_registered(name):
    with pytest.raises(ValidationError, match="name"):
        register(name=name)


@pytest.mark.parametrize("uris", ["https://a.example/", {"a": 1}, [1], [None], [["x"]], None, 5])
def test_redirect_uris_that_are_no_list_of_strings_are_refused(uris):
    with pytest.raises(ValidationError):
        register(redirect_uris=uris)


def test_a_thousand_redirect_uris_are_refused():
    with pytest.raises(ValidationError, match="redirect_uris"):
        register(redirect_uris=[f"https://a.example/{n}" for n in range(1000)])


@pytest.mark.parametrize("types", GRANT_TYPES)
def test_grant_types_that_are_no_list_of_grant_types_are_refused(types):
    with pytest.raises(ValidationError):
        register(grant_types=types)


def test_the_longest_host_that_passes_can_be_stored():
    host = ".".join(["a" * 63] * 3 + ["b" * 53, "example"])
    client = register("public", redirect_uris=[f"https://{host}/callback"])
    assert client.origins.count() == 1
