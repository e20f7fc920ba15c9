"""RFC 6749 §10.2 and §10.12, RFC 9700 §4.7: only the user says yes, and only to what is asked."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from oauth_provider.models import AuthorizationCode, Consent
from tests.browser_session import Session, answer_of, hidden_fields
from tests.factories import ClientFactory

from .answers import assert_consent_page, assert_nothing_issued

pytestmark = pytest.mark.django_db

SILENTLY = {"prompt": "none"}
PLEAS = [
    SILENTLY,
    {"approval_prompt": "auto"},
    {"force_login": "false"},
    {"max_age": "1000000"},
    {"prompt": "consent"},
    {"skip_authorization": "true"},
    {"allow": "Authorize"},
    {"decision": "allow"},
    {"consent": "1", "confirm": "yes"},
]
FOREIGN_ORIGINS = ["https://evil.example", "null", "http://testserver.evil.example"]


def url_of(page):
    return f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"


@pytest.fixture
def strict(session):
    """The same session in a browser whose CSRF protection is on, as in service."""
    return Session(session.client, session.user, Browser(enforce_csrf_checks=True))


def test_a_consent_without_a_csrf_token_is_refused(strict):
    page = strict.ask()
    form = {**hidden_fields(page.content.decode()), "decision": "allow", "scope": "read"}
    assert strict.browser.post(url_of(page), form).status_code == 302  # the page's own form works
    assert AuthorizationCode.objects.count() == 1
    del form["csrfmiddlewaretoken"]
    assert strict.browser.post(url_of(page), form).status_code == 403
    assert AuthorizationCode.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "a" * 64, "\x00", "\u00e9" * 32])
def test_a_consent_with_a_wrong_csrf_token_is_refused(strict, token):
    response = strict.decide(strict.ask(), csrfmiddlewaretoken=token)
    assert response.status_code == 403
    assert_nothing_issued()


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_a_consent_from_another_origin_is_refused(strict, origin):
    page = strict.ask()
    form = {**hidden_fields(page.content.decode()), "decision": "allow", "scope": "read"}
    response = strict.browser.post(url_of(page), form, headers={"Origin": origin})
    assert response.status_code == 403
    assert_nothing_issued()


def test_the_csrf_protection_does_not_hang_on_the_sites_middleware(strict, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "Csrf" not in name]
    page = strict.ask()
    assert strict.decide(page, csrfmiddlewaretoken="").status_code == 403
    assert_nothing_issued()


@pytest.mark.parametrize("plea", [plea for plea in PLEAS if plea != SILENTLY], ids=str)
def test_a_public_client_is_asked_about_each_time(desktop_session, plea):
    desktop_session.tokens()
    assert_consent_page(desktop_session.ask())
    assert_consent_page(desktop_session.ask(**plea))


def test_a_public_client_that_forbids_the_page_gets_nothing(desktop_session):
    desktop_session.tokens()
    answer = answer_of(desktop_session.ask(**SILENTLY))
    assert answer["error"] == "consent_required"
    assert "code" not in answer


@pytest.mark.parametrize("uri", ["http://127.0.0.1/callback", "com.example.app:/callback"])
def test_only_an_admins_word_saves_a_public_client_from_being_asked_about(desktop_session, uri):
    desktop_session.tokens()
    assert_consent_page(desktop_session.ask(redirect_uri=uri))
    desktop_session.client.is_first_party = True
    desktop_session.client.save()
    assert desktop_session.ask(redirect_uri=uri).status_code == 302


@pytest.mark.parametrize("plea", PLEAS, ids=str)
def test_no_parameter_talks_the_server_out_of_asking(session, plea):
    response = session.ask(**plea)
    assert "code=" not in response.get("Location", "")
    assert_nothing_issued()


@pytest.mark.parametrize("wider", ["read write", "write", "follow", "read write follow"])
def test_a_wider_scope_is_asked_about_again(session, wider):
    session.tokens(scope="read")
    assert session.ask(scope="read").status_code == 302
    assert_consent_page(session.ask(scope=wider))


def test_a_narrower_scope_is_covered_by_what_was_agreed(session):
    session.tokens()
    narrowed = answer_of(session.ask(scope="read:statuses"))["code"]
    assert session.exchange(narrowed).json()["scope"] == "read:statuses"


def test_what_was_unticked_is_asked_about_again(session):
    answer = session.exchange(session.code(allow=["read"])).json()
    assert answer["scope"] == "read"
    assert_consent_page(session.ask())


def test_unticking_what_was_agreed_before_takes_it_back(session):
    session.tokens()
    session.decide(session.ask(prompt="consent"), scope=["read"])
    assert_consent_page(session.ask(scope="read write"))


def test_unticking_a_part_takes_back_the_whole_that_was_agreed_before(session):
    """``read`` covers ``read:statuses``: whoever refuses the part no longer allows the whole."""
    session.tokens(scope="read")
    page = session.ask(scope="read:statuses read:accounts", prompt="consent")
    session.decide(page, scope=["read:accounts"])
    assert_consent_page(session.ask(scope="read:statuses"))


def test_a_consent_that_was_withdrawn_is_asked_for_again(session):
    session.tokens()
    assert session.ask().status_code == 302
    Consent.objects.all().delete()
    assert_consent_page(session.ask())


def test_a_consent_that_was_narrowed_is_asked_for_again(session):
    session.tokens()
    Consent.objects.update(scope="read")
    assert_consent_page(session.ask())
    assert session.ask(scope="read").status_code == 302


def test_an_expired_consent_is_asked_for_again(session, settings):
    settings.OAUTH_PROVIDER_CONSENT_LIFETIME = timedelta(0)
    session.tokens()
    assert_consent_page(session.ask())


def test_a_refusal_is_not_remembered_as_consent(session):
    answer = answer_of(session.decide(session.ask(), "deny"))
    assert answer["error"] == "access_denied"
    assert_nothing_issued()
    assert_consent_page(session.ask())


@pytest.mark.parametrize("decision", ["", "ALLOW", "yes", "allow ", "\x00", None])
def test_only_allow_means_allow(session, decision):
    page = session.ask()
    form = {**hidden_fields(page.content.decode()), "scope": ["read", "write"]}
    form |= {} if decision is None else {"decision": decision}
    response = session.browser.post(url_of(page), form)
    assert response.status_code in {400, 403}
    assert_nothing_issued()


@pytest.mark.parametrize("ticked", [[], [""], ["admin"], ["follow"], ["read:statuses"], ["READ"]])
def test_nothing_ticked_that_was_asked_for_means_no(session, ticked):
    answer = answer_of(session.decide(session.ask(), scope=ticked))
    assert answer["error"] == "access_denied"
    assert_nothing_issued()


def test_one_users_consent_says_nothing_about_another_user(session, bob):
    session.tokens()
    assert_consent_page(Session(session.client, bob).ask())


def test_one_clients_consent_says_nothing_about_another_client(session, outsider):
    session.tokens()
    assert_consent_page(outsider.ask())


def test_an_answer_that_is_sent_twice_gives_codes_that_work_once(session):
    page = session.ask()
    codes = {answer_of(session.decide(page))["code"] for _ in range(2)}
    assert len(codes) == 2
    for code in codes:
        assert session.exchange(code).status_code == 200
    for code in codes:
        assert session.exchange(code).status_code == 400


def test_a_first_party_client_gets_no_more_than_it_may_ask_for(alice):
    session = Session(ClientFactory(is_first_party=True, scope="read"), alice)
    assert answer_of(session.ask(scope="read write"))["error"] == "invalid_scope"
    assert "code" in answer_of(session.ask(scope="read"))
