"""The pages at /oauth/authorized/: nobody else changes them, and what was taken back stays so."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.models import Consent, Grant, Scope
from tests.browser_session import Session
from tests.factories import ClientFactory, PublicClientFactory
from tests.views.user import BASE, User, url

from .answers import API, POSTING, assert_consent_page, assert_error, assert_invalid_token, json_of

pytestmark = pytest.mark.django_db

RUBBISH = [
    "",
    " ",
    "no:such",
    "READ",
    "read write",
    "read\x00",
    "\x00",
    "\ud800",
    "\U0001f98a",
    "' OR 1=1 --",
    "<script>",
    "../../read",
    "*",
    "read:*",
    "%",
    "a" * 100_000,
]


@pytest.fixture
def user(alice):
    return User(alice)


@pytest.fixture
def tokens(session):
    return session.tokens()


def rows():
    return [*Consent.objects.order_by("pk").values(), *Grant.objects.order_by("pk").values()]


def attempts(client):
    """Each form there is, as somebody else would send it."""
    return [
        (url(client, "narrow"), {"scope": "read"}),
        (url(client, "withdraw"), {}),
        (BASE, {}),
        (url(client), {}),
    ]


# --- whose pages these are ---


@pytest.mark.parametrize("is_bare", [False, True])
def test_a_form_from_elsewhere_does_nothing(alice, tokens, web, settings, is_bare):
    """Also on a site that forgot the middleware."""
    if is_bare:
        guard = "django.middleware.csrf.CsrfViewMiddleware"
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != guard]
    victim = User(alice, Browser(enforce_csrf_checks=True))
    before = rows()
    for path, form in attempts(web):
        assert victim.browser.post(path, form).status_code == 403
    assert rows() == before


def test_a_link_from_elsewhere_does_nothing(user, tokens, web):
    before = rows()
    for path, form in attempts(web):
        user.browser.get(path, {**form, "confirmed": "1", "_method": "POST"})
        user.browser.head(path, form)
    assert rows() == before


@pytest.mark.parametrize("rank", [{}, {"is_staff": True, "is_superuser": True}])
def test_what_others_allowed_is_not_there(bob, tokens, web, rank):
    for name, value in rank.items():
        setattr(bob, name, value)
    bob.save()
    before = rows()
    other = User(bob)
    for path, form in (*attempts(web)[:2], (url(web), {})):
        assert other.browser.get(path, form).status_code == 404
    for path, form in attempts(web)[:2]:
        assert other.browser.post(path, form).status_code == 404
    assert web.name not in other.list().content.decode()
    assert rows() == before


def test_an_application_says_as_little_as_one_that_does_not_exist(user):
    there = ClientFactory()
    for page in ("", "narrow", "withdraw"):
        form = {"scope": "read"}
        known = user.browser.get(url(there, page), form)
        unknown = user.browser.get(url(there, page).replace(str(there.pk), "4711"), form)
        assert (known.status_code, unknown.status_code) == (404, 404)


@pytest.mark.parametrize("pk", ["0", "4711", "9" * 18, "9" * 19, "-1", "1.5", "%00", "x", "١"])
def test_what_does_not_exist_is_not_found(user, pk):
    for page in ("", "/narrow", "/withdraw"):
        assert user.browser.get(f"{BASE}/{pk}{page}").status_code == 404
        assert user.browser.post(f"{BASE}/{pk}{page}").status_code in {404, 405}


def test_no_field_of_a_form_says_whose_or_of_whom(user, bob, tokens, web):
    theirs, elsewhere = Session(web, bob), Session(ClientFactory(), user.account)
    kept = [theirs.tokens(), elsewhere.tokens()]
    form = {"scope": "write", "user": bob.pk, "client": elsewhere.client.pk, "pk": "1"}
    for path in (url(web, "narrow"), url(web, "withdraw")):
        assert user.browser.post(path, form).status_code == 302
    for session, own in zip((theirs, elsewhere), kept, strict=True):
        assert json_of(session.introspect(own["access_token"]))["scope"] == "read write"


@pytest.mark.parametrize("scope", RUBBISH, ids=lambda scope: ascii(scope[:12]))
def test_what_is_no_scope_takes_nothing_back(user, tokens, web, scope):
    user.browser.raise_request_exception = False
    before = rows()
    sent = scope.encode(errors="surrogatepass")
    assert user.browser.post(url(web, "narrow"), {"scope": sent}).status_code in {404, 400}
    assert user.browser.get(url(web, "narrow"), {"scope": sent[:999]}).status_code in {404, 400}
    assert rows() == before


def test_the_last_of_several_scopes_counts_and_no_other(user, session, tokens, web):
    user.browser.post(url(web, "narrow"), {"scope": ["read", "write"]})
    assert json_of(session.introspect(tokens["access_token"]))["scope"] == "read"


def test_a_form_sent_again_takes_back_nothing_else(user, session, tokens, web):
    user.narrow(web, "write")
    before = rows()
    for _ in range(3):
        assert user.narrow(web, "write").status_code == 302
    assert rows() == before
    again = session.tokens()
    assert json_of(session.introspect(again["access_token"]))["scope"] == "read write"
    assert json_of(session.introspect(tokens["access_token"]))["scope"] == "read"


# --- what was taken back stays so ---


def may_read(session, token):
    return session.call(token, API).status_code == 200


def may_post(token):
    headers = {"Authorization": f"Bearer {token}"}
    answer = Browser().post(POSTING, {"status": "Hello"}, headers=headers)
    assert answer.status_code in {200, 403}
    return answer.status_code == 200


def test_a_token_in_use_does_no_more_than_is_left(user, session, tokens, web):
    token = tokens["access_token"]
    assert may_read(session, token)
    assert may_post(token)
    user.narrow(web, "write:statuses")
    assert may_read(session, token)
    assert not may_post(token)


def test_every_answer_about_it_knows_at_once(user, session, tokens, watcher, web):
    user.narrow(web, "write")
    for asker in (session, watcher):
        for kind in ("access_token", "refresh_token"):
            assert json_of(asker.introspect(tokens[kind]))["scope"] == "read"
    user.withdraw(web)
    for asker in (session, watcher):
        for kind in ("access_token", "refresh_token"):
            assert json_of(asker.introspect(tokens[kind])) == {"active": False}


def test_a_refresh_does_not_bring_it_back(user, session, tokens, web):
    user.narrow(web, "write")
    asked = session.refresh(tokens["refresh_token"], scope="read write")
    assert_error(asked, "invalid_scope")
    for _ in range(3):
        tokens = json_of(session.refresh(tokens["refresh_token"]))
        assert tokens["scope"] == "read"
        assert not may_post(tokens["access_token"])


def test_a_repeated_answer_does_not_bring_it_back(user, session, tokens, web):
    """Within the replay window the answer of before is given once more; its tokens obey."""
    session.refresh(tokens["refresh_token"])
    user.narrow(web, "write")
    repeated = json_of(session.refresh(tokens["refresh_token"]))
    assert not may_post(repeated["access_token"])
    assert json_of(session.refresh(repeated["refresh_token"]))["scope"] == "read"


def test_a_pending_code_does_not_bring_it_back(user, session, web):
    code = session.code()
    user.narrow(web, "write")
    redeemed = json_of(session.exchange(code))
    assert redeemed["scope"] == "read"
    assert not may_post(redeemed["access_token"])


def test_a_pending_code_of_what_was_withdrawn_is_worth_nothing(user, session, web):
    """CVE-2023-2193: the consent ends between the authorization and the redemption."""
    code = session.code()
    user.withdraw(web)
    assert_error(session.exchange(code), "invalid_grant")


def test_a_pending_code_of_which_nothing_is_left_is_worth_nothing(user, session, tokens, web):
    code = session.code(scope="write")
    user.narrow(web, "write")
    assert_error(session.exchange(code), "invalid_grant")
    assert may_read(session, tokens["access_token"])


def test_the_application_is_not_let_in_again_unasked(user, session, tokens, web):
    assert session.ask().status_code == 302
    user.narrow(web, "write")
    assert_consent_page(session.ask())
    assert session.ask(scope="read").status_code == 302
    user.withdraw(web)
    assert_consent_page(session.ask(scope="read"))


def test_a_part_is_not_let_in_again_by_the_name_of_the_whole(user, session, web):
    session.tokens(scope="read", allow=["read"])
    user.narrow(web, "read:blocks")
    for scope in ("read", "read:blocks"):
        assert_consent_page(session.ask(scope=scope))
    assert session.ask(scope="read:statuses").status_code == 302


def test_a_scope_that_is_defined_later_is_not_part_of_what_is_left(user, session, tokens, web):
    user.narrow(web, "read:blocks")
    Scope.objects.create(name="read:diaries", title="See diaries")
    left = json_of(session.introspect(tokens["access_token"]))["scope"].split()
    assert "read:mutes" in left
    assert "read:diaries" not in left


def test_everything_ends_for_a_public_application_too(desktop_session, alice):
    user, tokens = User(alice), desktop_session.tokens()
    code = desktop_session.code()
    user.withdraw(desktop_session.client)
    assert_invalid_token(desktop_session.call(tokens["access_token"]))
    assert_error(desktop_session.refresh(tokens["refresh_token"]), "invalid_grant")
    assert_error(desktop_session.exchange(code), "invalid_grant")


def test_a_first_party_application_ends_as_well(alice):
    session = Session(PublicClientFactory(is_first_party=True), alice)
    tokens = session.tokens()
    User(alice).withdraw(session.client)
    assert_invalid_token(session.call(tokens["access_token"]))
    assert_error(session.refresh(tokens["refresh_token"]), "invalid_grant")


def test_what_a_disabled_application_held_does_not_come_back_with_it(user, session, tokens, web):
    web.disable(reason="spam", now=timezone.now())
    user.withdraw(web)
    web.enable()
    assert_invalid_token(session.call(tokens["access_token"]))
    assert_error(session.refresh(tokens["refresh_token"]), "invalid_grant")


def test_consent_too_long_ago_goes_too(user, session, tokens, web):
    with time_machine.travel(timezone.now() + timedelta(days=366), tick=True):
        user.browser.force_login(user.account)
        assert user.withdraw(web).status_code == 302
    assert not Consent.objects.exists()
    assert_consent_page(session.ask())


def test_an_admin_who_withdraws_ends_the_same(session, tokens, admin_client):
    consent = Consent.objects.get()
    form = {"action": "revoke", "_selected_action": [consent.pk], "confirmed": "yes"}
    admin_client.post("/admin/oauth_provider/consent/", form)
    assert_invalid_token(session.call(tokens["access_token"]))
    assert_consent_page(session.ask())
