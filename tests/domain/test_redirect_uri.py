import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oauth_provider.domain import redirect_uri
from oauth_provider.domain.redirect_uri import RedirectURIError, check_registration, matches

WEB = [
    "https://client.example/cb",
    "https://client.example",
    "https://client.example:8443/cb?tenant=1",
    "https://[2001:db8::1]/cb",
    "http://127.0.0.1/callback",
    "http://127.0.0.1:9000/callback",
    "http://[::1]/callback",
    "http://localhost:3000/cb",
    "urn:ietf:wg:oauth:2.0:oob",
    "urn:ietf:wg:oauth:2.0:oob:auto",
]
NATIVE = ["com.example.app:/callback", "com.example.app:/a/b?c=d", "org.example.my-app:/"]
HOSTILE = [
    "",
    "/cb",
    "//evil.example/cb",
    "client.example/cb",
    "http://client.example/cb",
    "http://127.0.0.2/cb",
    "http://127.1/cb",
    "http://2130706433/cb",
    "http://0x7f.1/cb",
    "http://localhost.evil.example/cb",
    "https://client.example/cb#fragment",
    "https://client.example/cb#",
    "https://user@client.example/cb",
    "https://user:password@client.example/cb",
    "https://@client.example/cb",
    "http://127.0.0.1:80@evil.example/cb",
    "https://*.client.example/cb",
    "https://client.example/*",
    "https://client.example\\@evil.example",
    "https://evil.example\\.client.example/",
    "https://client.example/cb evil",
    "https://a.example https://b.example",
    "https://client.example/cb\n",
    "https://client.example/\tcb",
    " https://client.example/cb",
    "https://client.example/cb\x00",
    "https://client.exаmple/cb",
    "https://client。example/cb",
    "https://CLIENT.example/cb",
    "HTTPS://client.example/cb",
    "https:client.example/cb",
    "https:/client.example/cb",
    "https:///cb",
    "https://",
    "https://client.example:99999/cb",
    "https://client.example:port/cb",
    "https://[::1",
    "https://[zz]/cb",
    "https://client.example/../cb",
    "https://client.example/a/./cb",
    "https://client.example/cb?code=1",
    "https://client.example/cb?state=1",
    "https://client.example/cb?iss=x",
    "https://client.example/cb?error",
    "javascript:alert(1)",
    "javascript://client.example/%0aalert(1)",
    "data:text/html,hello",
    "vbscript:msgbox",
    "file:///etc/passwd",
    "about:blank",
    "blob:https://client.example/1",
    "myapp:/callback",
    "myapp://callback",
    "com.example.app://callback",
    "Com.Example.App:/callback",
    "urn:ietf:wg:oauth:2.0:other",
    "mailto:a@client.example",
    "ftp://client.example/cb",
    "ws://client.example/cb",
    "intent://client.example/#Intent;end",
    "https://client.example/" + "a" * 2000,
    "https://-client.example/cb",
    "https://client..example\x7f/cb",
    "https://client.example/<script>",
]


@pytest.mark.parametrize("uri", WEB + NATIVE)
def test_what_clients_use_can_be_registered(uri):
    check_registration(uri, is_public=True)


@pytest.mark.parametrize("uri", NATIVE)
def test_a_private_use_scheme_is_for_public_clients(uri):
    with pytest.raises(RedirectURIError):
        check_registration(uri, is_public=False)


@pytest.mark.parametrize("uri", HOSTILE)
@pytest.mark.parametrize("is_public", [True, False])
def test_hostile_uris_cannot_be_registered_and_the_reason_is_said(uri, is_public):
    with pytest.raises(RedirectURIError, match=r"^[A-Z].+\.$"):
        check_registration(uri, is_public=is_public)


OPENING_AN_APPLICATION = [
    "app://callback",
    "app:/callback",
    "app:///callback?x=1",
    "icecubesapp://",
    "myapp:/callback",
    "myapp://callback",
    "com.example.app://callback",
    "web+app://x:1/y",
]


@pytest.mark.parametrize("uri", WEB + OPENING_AN_APPLICATION)
@pytest.mark.parametrize("is_public", [True, False])
def test_where_any_scheme_will_do_it_opens_an_application(uri, is_public):
    check_registration(uri, is_public=is_public, any_scheme=True)


@pytest.mark.parametrize("uri", [uri for uri in HOSTILE if uri not in OPENING_AN_APPLICATION])
def test_where_any_scheme_will_do_hostile_ones_still_do_not(uri):
    with pytest.raises(RedirectURIError):
        check_registration(uri, is_public=False, any_scheme=True)


@pytest.mark.parametrize("scheme", sorted(redirect_uri.FORBIDDEN_SCHEMES))
@pytest.mark.parametrize("rest", ["://x/y", ":/x", ":x", "://"])
@pytest.mark.parametrize("spell", [str, str.upper, str.title])
def test_no_spelling_of_a_scheme_that_browsers_run_will_do(scheme, rest, spell):
    with pytest.raises(RedirectURIError):
        check_registration(spell(scheme) + rest, is_public=True, any_scheme=True)


@pytest.mark.parametrize("uri", [":///x", "://x", ":x", "app:", "app:x", "app", "app://a@b/"])
def test_a_scheme_must_be_there_and_open_something(uri):
    with pytest.raises(RedirectURIError):
        check_registration(uri, is_public=True, any_scheme=True)


def test_there_are_at_least_sixty_of_them():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize(
    ("registered", "presented"),
    [
        ("http://127.0.0.1/cb", "http://127.0.0.1:53412/cb"),
        ("http://127.0.0.1:9000/cb", "http://127.0.0.1:53412/cb"),
        ("http://127.0.0.1:9000/cb", "http://127.0.0.1/cb"),
        ("http://[::1]/cb", "http://[::1]:53412/cb"),
        ("http://127.0.0.1", "http://127.0.0.1:53412"),
        ("http://127.0.0.1/cb?a=b", "http://127.0.0.1:1/cb?a=b"),
    ],
)
def test_a_loopback_literal_matches_on_any_port(registered, presented):
    assert matches(registered, presented)


@pytest.mark.parametrize(
    ("registered", "presented"),
    [
        ("http://127.0.0.1/cb", "http://127.0.0.1:53412/other"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:53412/cb?x=y"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:53412/cb/"),
        ("http://127.0.0.1/cb", "https://127.0.0.1:53412/cb"),
        ("http://127.0.0.1/cb", "http://[::1]:53412/cb"),
        ("http://127.0.0.1/cb", "http://localhost:53412/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:0/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:١/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:53412/cb\n"),
        ("http://localhost/cb", "http://localhost:53412/cb"),
        ("https://client.example/cb", "https://client.example:443/cb"),
        ("https://client.example/cb", "https://client.example/cb/"),
        ("https://client.example/cb", "https://client.example/CB"),
        ("https://client.example/cb", "https://client.example/cb?"),
        ("https://client.example/cb", "https://client.example/%63b"),
    ],
)
def test_nothing_else_matches(registered, presented):
    assert not matches(registered, presented)


@given(st.sampled_from(WEB + NATIVE), st.text(max_size=60))
def test_no_registered_uri_matches_any_other_text(registered, presented):
    assume(registered != presented)
    assert not matches(registered, presented)


@given(st.sampled_from(WEB + NATIVE), st.integers(0, 60), st.characters())
def test_no_registered_uri_matches_itself_with_one_character_put_in(registered, at, character):
    presented = registered[:at] + character + registered[at:]
    is_other_port = matches(registered, presented)
    assert not is_other_port or presented.startswith(redirect_uri.LOOPBACK_LITERALS)
    assert not is_other_port or (character.isascii() and character.isdecimal())


def test_parameters_are_added_and_what_was_there_stays_byte_for_byte():
    uri = redirect_uri.with_parameters("https://a.example/cb?x=%20y", {"state": "a+b/c=&'\"<é> "})
    assert uri == ("https://a.example/cb?x=%20y&state=a%2Bb%2Fc%3D%26%27%22%3C%C3%A9%3E%20")
