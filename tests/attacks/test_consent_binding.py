"""CVE-2020-13300: what the page showed is what is answered, whatever the form says."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.utils import timezone

from oauth_provider.models import AuthorizationCode, Consent, Grant, Scope
from oauth_provider.views.consent_form import SALT
from tests.browser_session import Session, answer_of, hidden_fields

from .answers import AUTHORIZE, assert_consent_page, assert_nothing_issued

pytestmark = pytest.mark.django_db

EDITS = {
    "scope": {"scope": ["read", "write", "follow", "admin"]},
    "redirect_uri": {"redirect_uri": "https://evil.example/"},
    "client_id": {"client_id": "evil"},
    "state": {"state": "evil"},
    "code_challenge": {"code_challenge": "", "code_challenge_method": "plain"},
    "user": {"user": "1", "user_id": "2"},
    "response_type": {"response_type": "token"},
    "what was allowed": {"allowed": ["write"], "before": "write", "granted": "write"},
    "what is required": {"required": ["write"], "required_scope": "write"},
    "what a tick means": {"choices": '{"read": ["read", "write"]}', "question": "write"},
    "prompt": {"prompt": "none", "force_login": "false", "max_age": "9", "stamp": "x"},
}
FORGED = {
    "nothing": "",
    "rubbish": "rubbish",
    "NUL": "\x00",
    "colons": ":::::",
    "not ASCII": "\u00e9:\U0001f98a:x",
    "1 MB": "a" * 1_000_000,
    "a bomb's header": ".eJwDAAAAAAE:1xURWM:x",
}


def form_of(page, **fields):
    return {
        **hidden_fields(page.content.decode()),
        "decision": "allow",
        "scope": ["read", "write"],
        **fields,
    }


def assert_asked_anew(response):
    """Back to the page, with nothing done."""
    assert response.status_code == 302
    assert response["Location"].startswith(f"{AUTHORIZE}?")
    assert_nothing_issued()


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_edited_fields_change_nothing_of_what_was_shown(session, edit):
    page = session.ask(scope="read")
    url = f"{AUTHORIZE}?{page.request['QUERY_STRING']}"
    response = session.browser.post(url, form_of(page, **edit))
    assert response["Location"].startswith("https://client.example/callback?code=")
    assert answer_of(response)["state"] == "xyz"
    code = AuthorizationCode.objects.select_related("grant").get()
    assert (code.grant.scope, code.grant.client, code.grant.user) == (
        "read",
        session.client,
        session.user,
    )
    assert session.exchange(answer_of(response)["code"]).status_code == 200


def test_an_edited_address_changes_nothing_of_what_was_shown(session, outsider):
    page = session.ask(scope="read")
    hostile = urlencode(outsider.request(scope="read write follow", state="evil"))
    response = session.browser.post(f"{AUTHORIZE}?{hostile}", form_of(page))
    assert response["Location"].startswith("https://client.example/callback?code=")
    assert answer_of(response)["state"] == "xyz"
    assert AuthorizationCode.objects.get().grant.scope == "read"


def test_each_of_two_tabs_is_answered_for_itself(session, outsider):
    one, other = session.ask(scope="read"), outsider.ask(scope="write")
    assert session.decide(other)["Location"].startswith("https://outsider.example/callback?")
    assert session.decide(one)["Location"].startswith("https://client.example/callback?")
    granted = AuthorizationCode.objects.order_by("id").values_list("grant__scope", flat=True)
    assert list(granted) == ["write", "read"]


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_forged_page_is_not_answered(session, forged):
    assert_asked_anew(session.decide(session.ask(), shown=forged))


@pytest.mark.parametrize("at", [0, 10, -1])
def test_a_page_with_one_letter_changed_is_not_answered(session, at):
    page = session.ask()
    letters = list(hidden_fields(page.content.decode())["shown"])
    letters[at] = "A" if letters[at] != "A" else "B"
    assert_asked_anew(session.decide(page, shown="".join(letters)))


def test_what_another_part_of_the_site_signed_is_no_page(session):
    page = session.ask()
    shown = signing.loads(hidden_fields(page.content.decode())["shown"], salt=SALT)
    assert_asked_anew(session.decide(page, shown=signing.dumps(shown, salt="other")))
    assert_asked_anew(session.decide(page, shown=signing.dumps(shown)))


def test_a_page_that_was_left_too_long_is_shown_again(session, settings):
    page = session.ask()
    settings.OAUTH_PROVIDER_CONSENT_PAGE_LIFETIME = timedelta(0)
    assert_asked_anew(session.decide(page))


def test_a_page_shown_to_another_user_is_not_answered(session, bob):
    page = session.ask()
    assert_asked_anew(Session(session.client, bob).decide(page))


def test_a_page_is_not_answered_after_signing_out(session):
    page = session.ask()
    session.browser.logout()
    response = session.decide(page)
    assert "code=" not in response["Location"]
    assert_nothing_issued()


def test_a_deactivated_user_answers_nothing(session):
    page = session.ask()
    session.user.is_active = False
    session.user.save()
    assert "code=" not in session.decide(page)["Location"]
    assert session.ask()["Location"].startswith("/accounts/login/")
    assert_nothing_issued()


def test_a_client_disabled_while_the_page_is_shown_gets_nothing(session):
    page = session.ask()
    session.client.disable(reason="abuse", now=timezone.now())
    assert session.decide(page).status_code == 400
    assert_nothing_issued()


def test_a_redirect_uri_removed_while_the_page_is_shown_gets_nothing(session):
    page = session.ask()
    session.client.redirect_uris = ["https://other.example/callback"]
    session.client.save()
    assert session.decide(page).status_code == 400
    assert_nothing_issued()


def test_the_answer_goes_where_the_page_said_also_if_the_request_did_not_say(session):
    page = session.ask(redirect_uri=None)
    assert b"https://client.example/callback" in page.content
    session.client.redirect_uris = ["https://evil.example/callback"]
    session.client.save()
    assert "evil.example" not in session.decide(page).get("Location", "")


def test_a_scope_taken_from_the_client_while_the_page_is_shown_is_not_granted(session):
    page = session.ask()
    session.client.scope = "read"
    session.client.save()
    assert "code=" not in session.decide(page)["Location"]
    assert_nothing_issued()


def test_a_default_scope_that_grows_while_the_page_is_shown_grants_no_more(session):
    page = session.ask(scope=None)
    for scope in Scope.objects.filter(name="write"):
        scope.is_default = True
        scope.save()
    session.decide(page, scope=["read", "write"])
    assert AuthorizationCode.objects.get().grant.scope == "read"


# --- what was allowed before ---


@pytest.fixture
def known(session):
    """Alice has allowed to read, and now the client wants to write too."""
    now = timezone.now()
    Consent.objects.create(
        client=session.client, user=session.user, scope="read", created_at=now, updated_at=now
    )
    return session


def assert_shown_again(response):
    """The page, with a word about why, and nothing done."""
    assert_consent_page(response)
    assert "Something changed while you were deciding." in response.content.decode()
    assert_nothing_issued()


def test_what_was_withdrawn_while_the_page_is_shown_is_not_granted(known):
    page = known.ask()
    Consent.objects.all().delete()
    again = known.decide(page, scope=["write"])
    assert_shown_again(again)
    assert not Consent.objects.exists()
    known.decide(again, scope=["write"])
    assert Grant.objects.get().scope == "write"


@pytest.mark.parametrize("left", ["read:statuses", "write", "follow"])
def test_what_was_narrowed_while_the_page_is_shown_is_not_granted(known, left):
    page = known.ask()
    Consent.objects.update(scope=left)
    assert_shown_again(known.decide(page, scope=["write"]))
    assert Consent.objects.get().scope == left


def test_what_expired_while_the_page_is_shown_is_not_granted(known):
    page = known.ask()
    Consent.objects.update(expires_at=timezone.now())
    assert_shown_again(known.decide(page, scope=["write"]))


def test_a_denial_counts_whatever_has_changed(known):
    page = known.ask()
    Consent.objects.all().delete()
    assert answer_of(known.decide(page, "deny"))["error"] == "access_denied"


def test_what_was_allowed_in_another_tab_can_still_be_declined_in_this_one(session):
    page = session.ask()
    session.decide(session.ask(scope="write"), scope=["write"])
    session.decide(page, scope=["read"])
    assert Grant.objects.latest("id").scope == "read"


def test_an_answer_about_more_that_is_sent_twice_is_the_same_answer(known):
    page = known.ask()
    for _ in range(2):
        assert "code" in answer_of(known.decide(page, scope=["write"]))
    assert set(Grant.objects.values_list("scope", flat=True)) == {"read write"}


def test_a_page_about_more_says_nothing_about_another_users_consent(known, bob):
    page = known.ask()
    other = Session(known.client, bob)
    assert_asked_anew(other.decide(page, scope=["write"]))
    assert b'value="read"' in other.ask().content


@pytest.mark.parametrize(
    ("before", "after"), [("", "write"), ("write", ""), ("read", "write"), ("read", "read write")]
)
def test_what_became_required_or_optional_while_the_page_is_shown_is_asked_again(
    session, before, after
):
    session.client.required_scope = before
    session.client.save()
    page = session.ask()
    session.client.required_scope = after
    session.client.save()
    assert_shown_again(session.decide(page, scope=["read"]))


def test_a_scope_that_comes_to_imply_another_grants_what_its_tick_meant(session):
    page = session.ask(scope="write follow")
    for scope in Scope.objects.filter(name="write"):
        scope.implies = [*scope.implies, "follow"]
        scope.save()
    session.decide(page, scope=["write"])
    assert Grant.objects.get().scope == "write"


def test_a_page_from_before_an_update_is_shown_again(session):
    """Its signed part may lack what this version reads."""
    page = session.ask()
    shown = signing.loads(hidden_fields(page.content.decode())["shown"], salt=SALT)
    for name in ("allowed", "required", "choices"):
        del shown[name]
    signed = signing.dumps(shown, salt="oauth_provider.consent")
    assert_asked_anew(session.decide(page, shown=signed))
