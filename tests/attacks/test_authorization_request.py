"""RFC 6749 §3.1 and §4.1: what may an authorization request look like?"""

import re
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from django.test import Client as Browser

from oauth_provider.domain.redirect_uri import OUT_OF_BAND
from oauth_provider.models import AuthorizationCode
from tests.browser_session import Session, answer_of
from tests.factories import ClientFactory

from .answers import AUTHORIZE, assert_consent_page, assert_nothing_issued, assert_page
from .answers import error_redirect as refused

pytestmark = pytest.mark.django_db

FATAL_WHEN_REPEATED = ["client_id", "redirect_uri", "response_type", "scope", "state"]
REPEATED = ["code_challenge", "code_challenge_method", "nonce", "prompt", "response_mode"]
STATES = {
    "reserved characters": "a=+b/c&'\"<\u00e9> %20",
    "header injection": "x\r\nSet-Cookie: a=b",
    "script": "</script><script>alert(1)</script>",
    "four bytes": "\U0001f98a\u0301",
    "a code of its own": "x&code=evil&iss=https://evil.example",
    "fragment": "x#code=evil",
    "blanks": "  x \t ",
    "line separators": "\u2028\u0085\x0b\x1f",
    "8 000 characters": "s" * 8000,
}
BROKEN_QUERIES = {
    "cut escape": "%",
    "broken escape": "&scope=%zz",
    "invalid UTF-8": "&state=%ff%fe",
    "encoded surrogate": "&state=%ed%a0%80",
    "overlong": "&state=%c0%80",
    "bare high byte": "&state=\xff",
    "100 000 characters": "&x=" + "a" * 100_000,
    "2000 parameters": "&x=1" * 2000,
}
NOT_TEXT = ["client_id", "redirect_uri", "response_type", "scope", "state", "nonce"]
IGNORED = {
    "unknown": "foo=bar",
    "unknown twice": "foo=bar&foo=baz",
    "nothing": "&=&=x&&",
    "named like ours": "client=x&user=1&scopes=admin&is_first_party=1&now=x&issuer=x",
    "array": "client_id[]=x&redirect_uri[]=https://evil.example",
    "prototype": "__proto__=x&__class__=y",
    "capital letters": "CLIENT_ID=x&Redirect_Uri=https://evil.example",
    "without a value": "scope=&nonce&prompt=&response_mode=",
}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "bogus"}, "unsupported_response_type"),
        ({"response_type": "CODE"}, "unsupported_response_type"),
        ({"response_type": "codex"}, "unsupported_response_type"),
        ({"response_type": "none"}, "unsupported_response_type"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"response_type": "id_token"}, "unauthorized_client"),
        ({"response_type": "code token"}, "unauthorized_client"),
        ({"response_type": "id_token code"}, "unauthorized_client"),
        ({"scope": "bogus"}, "invalid_scope"),
        ({"scope": "read bogus"}, "invalid_scope"),
        ({"scope": "READ"}, "invalid_scope"),
        ({"scope": 'read"'}, "invalid_scope"),
        ({"scope": "read\\write"}, "invalid_scope"),
        ({"scope": "r\u00e9ad"}, "invalid_scope"),
        ({"scope": "read\twrite"}, "invalid_scope"),
        ({"scope": "read\r\nX: y"}, "invalid_scope"),
        ({"scope": "read,write"}, "invalid_scope"),
        ({"scope": "*"}, "invalid_scope"),
        ({"scope": "read:*"}, "invalid_scope"),
        ({"scope": " ".join(f"s{n}" for n in range(1000))}, "invalid_scope"),
        ({"scope": "s" * 5000}, "invalid_scope"),
        ({"response_mode": "bogus"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"request": "e30.e30."}, "request_not_supported"),
        ({"request_uri": "https://evil.example/r"}, "request_uri_not_supported"),
        ({"code_challenge": "c" * 300}, "invalid_request"),
    ],
    ids=str,
)
def test_a_faulty_request_goes_back_with_its_error(session, changes, error):
    answer = refused(session.ask(**changes), error)
    assert answer["state"] == "xyz"


def test_a_client_that_acts_for_itself_gets_no_code(alice):
    client = ClientFactory(grant_types=["client_credentials"])
    refused(Session(client, alice).ask(), "unauthorized_client")


def test_a_client_asks_for_no_more_than_it_was_registered_for(session):
    session.client.scope = "read:statuses"
    session.client.save()
    for scope in ("read", "write", "read:statuses write", "read:accounts"):
        refused(session.ask(scope=scope), "invalid_scope")


@pytest.mark.parametrize("scope", ["", " ", "   ", "+", "\u00a0"])
def test_a_scope_of_blanks_is_no_scope(visible, scope):
    response = visible.ask(scope=scope)
    assert response.status_code in {200, 302}
    assert_nothing_issued()


def test_blanks_and_repetitions_in_the_scope_leave_no_trace(session):
    page = session.ask(scope=" read  write read ")
    session.exchange(answer_of(session.decide(page))["code"])
    assert AuthorizationCode.objects.get().grant.scope == "read write"


@pytest.mark.parametrize("name", FATAL_WHEN_REPEATED)
@pytest.mark.parametrize("is_same", [True, False])
def test_a_repeated_parameter_that_decides_who_is_answered_gets_a_page(session, name, is_same):
    pairs = list(session.request().items())
    value = session.request()[name] if is_same else "other"
    assert_page(session.browser.get(AUTHORIZE, QUERY_STRING=urlencode([*pairs, (name, value)])))


@pytest.mark.parametrize("name", REPEATED)
@pytest.mark.parametrize("second", ["S256", "other"])
def test_any_other_repeated_parameter_is_an_invalid_request(session, name, second):
    pairs = [*session.request(nonce="n", prompt="login", response_mode="query").items()]
    query = urlencode([*pairs, (name, second)])
    answer = refused(session.browser.get(AUTHORIZE, QUERY_STRING=query), "invalid_request")
    assert name in answer["error_description"]


@pytest.mark.parametrize("extra", IGNORED.values(), ids=IGNORED)
def test_what_is_unknown_or_empty_is_ignored(session, extra):
    query = f"{urlencode(session.request())}&{extra}"
    page = session.browser.get(AUTHORIZE, QUERY_STRING=query)
    assert_consent_page(page)
    assert answer_of(session.decide(page)).keys() == {"code", "state", "iss"}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_the_state_comes_back_as_it_was_on_every_answer(session, state):
    query = urlencode(session.request(state=state), quote_via=quote)
    page = session.browser.get(AUTHORIZE, QUERY_STRING=query)
    failed = session.browser.get(AUTHORIZE, QUERY_STRING=f"{query}&response_mode=x")
    for response in (failed, session.decide(page, "deny"), session.decide(page)):
        assert answer_of(response)["state"] == state
        assert re.fullmatch(r"[\x21-\x7e]+", response["Location"])
        assert "Set-Cookie" not in response


def test_no_state_is_not_an_empty_state(session):
    for decision in ("deny", "allow"):
        answer = answer_of(session.decide(session.ask(state=None), decision))
        assert "state" not in answer


@pytest.mark.parametrize("query", BROKEN_QUERIES.values(), ids=BROKEN_QUERIES)
def test_a_query_that_cannot_be_read_gets_a_page(session, query):
    raw = urlencode(session.request(state=None)) + query
    assert_page(session.browser.get(AUTHORIZE, QUERY_STRING=raw))


@pytest.mark.parametrize("name", NOT_TEXT)
def test_nul_in_a_parameter_gets_a_page(session, name):
    assert_page(session.ask(**{name: "a\x00b"}))


@pytest.mark.parametrize("nonce", ["n" * 300, "\U0001f98a" * 300, "'; DROP TABLE x; --"])
def test_a_long_nonce_does_no_harm(session, nonce):
    assert "code" in answer_of(session.decide(session.ask(nonce=nonce)))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"])
def test_other_methods_are_not_allowed(session, method):
    query = urlencode(session.request())
    response = session.browser.generic(method, AUTHORIZE, QUERY_STRING=query)
    assert response.status_code == 405
    assert_nothing_issued()


def test_head_issues_no_code_to_a_client_that_would_get_one(session):
    session.tokens()
    before = AuthorizationCode.objects.count()
    response = session.browser.head(AUTHORIZE, session.request())
    assert (response.status_code, "Location" in response) == (405, False)
    assert AuthorizationCode.objects.count() == before
    assert session.ask().status_code == 302


def test_a_request_by_post_is_not_a_consent(session):
    response = session.browser.post(AUTHORIZE, {**session.request(), "decision": "allow"})
    assert response.status_code in {302, 400, 403, 405}
    assert "code=" not in response.get("Location", "")
    assert_nothing_issued()


def test_a_post_with_parameters_in_the_query_is_not_a_consent(session):
    url = f"{AUTHORIZE}?{urlencode(session.request())}"
    response = session.browser.post(url, {"decision": "allow", "scope": ["read", "write"]})
    assert "code=" not in response.get("Location", "")
    assert_nothing_issued()


def test_codes_are_long_random_and_of_one_shape(session):
    session.code()
    codes = {answer_of(session.ask())["code"] for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"oac[0-9A-Za-z]{49}", code) for code in codes)
    for position in range(3, 46):  # none of the random places is constant
        assert len({code[position] for code in codes}) > 20


@pytest.mark.parametrize(
    ("uri", "longest"),
    [("https://client.example/callback", timedelta(seconds=60)), (OUT_OF_BAND, timedelta(hours=1))],
)
def test_a_code_lives_shortly(web, alice, uri, longest):
    web.redirect_uris = [uri]
    web.save()
    session = Session(web, alice)
    session.decide(session.ask())
    code = AuthorizationCode.objects.get()
    assert code.expires_at - code.created_at <= min(longest, timedelta(minutes=10))


def test_an_answer_does_not_repeat_what_a_registered_query_says(alice):
    client = ClientFactory(redirect_uris=["https://client.example/callback?a=%2B&b"])
    session = Session(client, alice)
    location = session.decide(session.ask())["Location"]
    assert location.startswith("https://client.example/callback?a=%2B&b&code=oac")


def test_a_request_that_gets_nowhere_costs_next_to_nothing(session, measure):
    for changes in ({}, {"scope": "bogus"}, {"client_id": "nope"}, {"redirect_uri": "https://x/"}):
        with measure() as cost:
            Browser().get(AUTHORIZE, session.request(**changes))
        assert (cost.queries, cost.writes) == (1, 0)
