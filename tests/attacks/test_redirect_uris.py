"""RFC 6749 §3.1.2 and §10.6, RFC 9700 §4.1, RFC 8252 §7: where may an answer go?"""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client as Browser

from oauth_provider.domain.redirect_uri import OUT_OF_BAND
from tests.browser_session import Session, answer_of
from tests.factories import ClientFactory, PublicClientFactory

from .answers import AUTHORIZE, assert_consent_page, assert_error, assert_page

pytestmark = pytest.mark.django_db

# The registered URI is https://client.example/callback.
HOSTILE = {
    "other host": "https://evil.example/callback",
    "host as a prefix": "https://client.example.evil.example/callback",
    "host as a suffix": "https://evilclient.example/callback",
    "subdomain": "https://x.client.example/callback",
    "host with a final dot": "https://client.example./callback",
    "path suffix": "https://client.example/callback2",
    "sub-path": "https://client.example/callback/evil",
    "trailing slash": "https://client.example/callback/",
    "no path": "https://client.example",
    "double slash": "https://client.example//callback",
    "path parameters": "https://client.example/callback;evil",
    "extra query": "https://client.example/callback?next=https://evil.example",
    "empty query": "https://client.example/callback?",
    "case of the path": "https://client.example/Callback",
    "dot segments": "https://client.example/callback/../evil",
    "dot segments that lead back": "https://client.example/x/../callback",
    "encoded dot segments": "https://client.example/callback%2f..%2fevil",
    "encoded letter": "https://client.example/%63allback",
    "doubly encoded letter": "https://client.example/%2563allback",
    "user name of the host": "https://client.example@evil.example/callback",
    "user name before the host": "https://x@client.example/callback",
    "user name that looks like a port": "http://127.0.0.1:80@evil.example/callback",
    "empty user name": "https://@client.example/callback",
    "backslash and at": "https://client.example\\@evil.example/callback",
    "backslash and dot": "https://evil.example\\.client.example/callback",
    "backslashes for slashes": "https:\\\\client.example\\callback",
    "one slash": "https:/client.example/callback",
    "fragment": "https://client.example/callback#x",
    "empty fragment": "https://client.example/callback#",
    "http": "http://client.example/callback",
    "other port": "https://client.example:8443/callback",
    "default port": "https://client.example:443/callback",
    "empty port": "https://client.example:/callback",
    "upper-case scheme": "HTTPS://client.example/callback",
    "upper-case host": "https://CLIENT.EXAMPLE/callback",
    "javascript": "javascript:alert(1)//https://client.example/callback",
    "data": "data:text/html,<script>alert(1)</script>",
    "custom scheme": "evil.app:/callback",
    "no scheme": "//evil.example/callback",
    "relative": "/callback",
    "blank after": "https://client.example/callback ",
    "blank before": " https://client.example/callback",
    "tab inside": "https://client.example/call\tback",
    "line feed after": "https://client.example/callback\n",
    "header injection": "https://client.example/callback\r\nSet-Cookie: a=b",
    "NUL after": "https://client.example/callback\x00",
    "NUL before the rest": "https://client.example/callback\x00.evil.example",
    "encoded NUL in the host": "https://client.example%00.evil.example/callback",
    "port out of range": "https://client.example:99999/callback",
    "port that is no number": "https://client.example:https/callback",
    "broken IPv6": "https://[::1/callback",
    "IPv6 zone": "http://[::1%25eth0]/callback",
    "cyrillic homograph": "https://client.ex\u0430mple/callback",
    "full-width dot": "https://client\uff0eexample/callback",
    "full-width solidus": "https://evil.example\uff0fclient.example/callback",
    "combining mark": "https://client.example/callback\u0301",
    "zero-width blank": "https://client.example/call\u200bback",
    "right-to-left override": "https://client.example/\u202ekcabllac",
    "four bytes": "https://client.example/callback\U0001f98a",
    "two in one": "https://client.example/callback https://evil.example/",
    "list": '["https://client.example/callback"]',
    "wildcard": "https://*.example/callback",
    "out of band": OUT_OF_BAND,
    "20 000 characters": "https://client.example/callback" + "a" * 20_000,
}
# As bytes in the query string, where the encoding itself is the attack.
RAW = {
    "cut escape": "https://client.example/callback%",
    "broken escape": "https://client.example/%zzcallback",
    "invalid UTF-8": "https://client.example/callback%ff",
    "overlong slash": "https://client.example%c0%afcallback",
    "encoded surrogate": "https://client.example/callback%ed%a0%80",
    "bare high byte": "https://client.example/callback\xff",
}
LOOPBACK = {
    "any port": "http://127.0.0.1:53412/callback",
    "as registered": "http://127.0.0.1/callback",
    "IPv6 with any port": "http://[::1]:53412/callback",
}
NOT_LOOPBACK = {
    "other path": "http://127.0.0.1:53412/evil",
    "extra query": "http://127.0.0.1:53412/callback?x=1",
    "trailing slash": "http://127.0.0.1:53412/callback/",
    "https": "https://127.0.0.1:53412/callback",
    "localhost": "http://localhost:53412/callback",
    "second loopback address": "http://127.0.0.2:53412/callback",
    "short address": "http://127.1:53412/callback",
    "decimal address": "http://2130706433:53412/callback",
    "hexadecimal address": "http://0x7f.1:53412/callback",
    "octal address": "http://0177.0.0.1:53412/callback",
    "any address": "http://0.0.0.0:53412/callback",
    "mapped address": "http://[::ffff:127.0.0.1]:53412/callback",
    "long IPv6": "http://[0:0:0:0:0:0:0:1]:53412/callback",
    "port 0": "http://127.0.0.1:0/callback",
    "port out of range": "http://127.0.0.1:65536/callback",
    "empty port": "http://127.0.0.1:/callback",
    "signed port": "http://127.0.0.1:+80/callback",
    "arabic digits": "http://127.0.0.1:\u0661\u0662/callback",
    "two ports": "http://127.0.0.1:80:80/callback",
    "user name": "http://127.0.0.1:53412@evil.example/callback",
    "host after the port": "http://127.0.0.1:53412.evil.example/callback",
    "line feed": "http://127.0.0.1:53412/callback\n",
    "NUL": "http://127.0.0.1:53412/callback\x00",
    "fragment": "http://127.0.0.1:53412/callback#x",
}
NOT_PRIVATE_USE = {
    "other path": "com.example.app:/evil",
    "other scheme": "evil.app:/callback",
    "upper-case scheme": "COM.example.app:/callback",
    "with a host": "com.example.app://callback",
    "without a slash": "com.example.app:callback",
    "longer scheme": "com.example.app.evil:/callback",
}


@pytest.fixture(params=["signed in", "anonymous"])
def browser(request, session):
    """The victim, who may or may not have a session."""
    return session.browser if request.param == "signed in" else Browser()


def raw_request(session, raw_redirect_uri):
    """The query string of a request whose redirect URI is encoded as the attacker likes."""
    query = urlencode(session.request(redirect_uri=None), quote_via=quote)
    return f"{query}&redirect_uri={raw_redirect_uri}"


@pytest.mark.parametrize("uri", HOSTILE.values(), ids=HOSTILE)
def test_an_unregistered_redirect_uri_gets_a_page_and_no_redirect(session, browser, uri):
    query = raw_request(session, quote(uri, safe=""))
    assert_page(browser.get(AUTHORIZE, QUERY_STRING=query))


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
def test_a_redirect_uri_in_a_broken_encoding_gets_a_page(session, browser, raw):
    assert_page(browser.get(AUTHORIZE, QUERY_STRING=raw_request(session, raw)))


@pytest.mark.parametrize("client_id", ["nope", "", "\x00", "\U0001f98a", "a" * 5000])
@pytest.mark.parametrize("uri", ["https://evil.example/", "https://client.example/callback"])
def test_an_unknown_client_gets_a_page_wherever_it_wants_to_go(session, browser, client_id, uri):
    assert_page(browser.get(AUTHORIZE, session.request(client_id=client_id, redirect_uri=uri)))


def test_a_missing_client_id_gets_a_page(session, browser):
    assert_page(browser.get(AUTHORIZE, session.request(client_id=None)))


def test_a_disabled_client_gets_a_page(session, browser):
    session.client.disabled_at = "2020-01-01T00:00:00Z"
    session.client.save()
    assert_page(browser.get(AUTHORIZE, session.request()))


@pytest.mark.parametrize(
    "variant", [str.upper, str.lower, str.swapcase, lambda i: i + " ", lambda i: i + "\u0301"]
)
def test_a_client_id_in_other_letters_is_another_client_on_every_database(web, alice, variant):
    web.client_id = "SomeClientId-Straße"
    web.save()
    session = Session(web, alice)
    assert_page(session.ask(client_id=variant(web.client_id)))


@pytest.mark.parametrize(
    "fault",
    [{"response_type": "bad"}, {"scope": "bad"}, {"code_challenge": "bad"}, {"request": "x"}],
    ids=str,
)
def test_no_other_fault_goes_to_an_unregistered_redirect_uri(session, browser, fault):
    hostile = session.request(redirect_uri="https://evil.example/", **fault)
    assert_page(browser.get(AUTHORIZE, hostile))


@pytest.mark.parametrize("fault", [{"scope": "bad"}, {"prompt": "bad"}, {"response_type": "x"}])
def test_an_anonymous_victim_is_never_bounced_to_a_client(session, fault):
    response = Browser().get(AUTHORIZE, session.request(**fault))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("second", ["https://evil.example/", "https://client.example/callback"])
@pytest.mark.parametrize("is_first", [True, False])
def test_two_redirect_uris_get_a_page(session, browser, second, is_first):
    pairs = list(session.request().items())
    pairs.insert(0 if is_first else len(pairs), ("redirect_uri", second))
    assert_page(browser.get(AUTHORIZE, QUERY_STRING=urlencode(pairs)))


def test_a_missing_redirect_uri_means_the_only_one(session):
    answer = session.decide(session.ask(redirect_uri=None))
    assert answer["Location"].startswith("https://client.example/callback?code=")


def test_a_missing_redirect_uri_means_nothing_among_two(session, browser):
    session.client.redirect_uris = [*session.client.redirect_uris, "https://client.example/other"]
    session.client.save()
    assert_page(browser.get(AUTHORIZE, session.request(redirect_uri=None)))


def test_a_missing_redirect_uri_means_nothing_where_none_is_registered(session, browser):
    session.client.redirect_uris = []
    session.client.save()
    assert_page(browser.get(AUTHORIZE, session.request(redirect_uri=None)))


@pytest.mark.parametrize("uri", LOOPBACK.values(), ids=LOOPBACK)
def test_a_loopback_address_matches_with_any_port(alice, uri):
    uris = ["http://127.0.0.1/callback", "http://[::1]/callback"]
    session = Session(PublicClientFactory(redirect_uris=uris), alice)
    response = session.decide(session.ask(redirect_uri=uri))
    assert response["Location"].startswith(f"{uri}?code=")


@pytest.mark.parametrize("uri", NOT_LOOPBACK.values(), ids=NOT_LOOPBACK)
def test_only_the_port_of_a_loopback_address_may_differ(desktop_session, uri):
    query = raw_request(desktop_session, quote(uri, safe=""))
    assert_page(desktop_session.browser.get(AUTHORIZE, QUERY_STRING=query))


def test_localhost_is_a_name_and_its_port_is_compared(alice):
    client = PublicClientFactory(redirect_uris=["http://localhost:8000/callback"])
    assert_page(Session(client, alice).ask(redirect_uri="http://localhost:53412/callback"))


def test_a_registered_https_port_is_compared(alice):
    client = ClientFactory(redirect_uris=["https://client.example:8443/callback"])
    session = Session(client, alice)
    assert_consent_page(session.ask())
    assert_page(session.ask(redirect_uri="https://client.example:9443/callback"))


@pytest.mark.parametrize("uri", NOT_PRIVATE_USE.values(), ids=NOT_PRIVATE_USE)
def test_a_private_use_scheme_matches_exactly(desktop_session, uri):
    assert_consent_page(desktop_session.ask(redirect_uri="com.example.app:/callback"))
    assert_page(desktop_session.ask(redirect_uri=uri))


def test_a_code_goes_nowhere_but_to_the_uri_it_was_asked_for(session):
    code = session.code()
    session.client.redirect_uris = ["https://other.example/callback"]
    session.client.save()
    assert_error(session.exchange(code), "invalid_grant")
    redeemed = session.exchange(code, redirect_uri="https://client.example/callback")
    assert redeemed.status_code == 200


def test_the_answer_to_a_form_is_never_a_redirect_that_repeats_it(session):
    response = session.decide(session.ask())
    assert response.status_code in {302, 303}
    assert "code" in answer_of(response)
