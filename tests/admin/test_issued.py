"""Authorizations and what was issued from them: seen, revoked, never edited."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as DjangoSession
from django.utils import timezone

from oauth_provider.models import AccessToken, AuthorizationCode, Consent, Grant, RefreshToken
from oauth_provider.signals import authorization_withdrawn

MODELS = [AccessToken, AuthorizationCode, Consent, Grant, RefreshToken]
ISSUED = [AccessToken, AuthorizationCode, RefreshToken]


@pytest.fixture
def tokens(session):
    return session.tokens()


@pytest.mark.parametrize("model", MODELS)
def test_nobody_adds_edits_or_deletes(office, tokens, model):
    row = model.objects.get()
    assert office.browser.get(f"{office.url(model)}add/").status_code == 403
    assert office.browser.post(office.url(row, "delete"), {"post": "yes"}).status_code == 403
    assert office.browser.post(office.url(row, "change"), {"scope": "admin"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()
    page = office.open(row).content.decode()
    assert 'name="_save"' not in page
    assert "delete_selected" not in office.list(model).content.decode()


@pytest.mark.parametrize("model", ISSUED)
def test_no_value_and_no_digest_is_on_any_page(office, tokens, model):
    row = model.objects.get()
    pages = [office.list(model), office.open(row), office.browser.get(office.url(row, "history"))]
    pages.append(office.act("revoke", row, confirmed=False))
    secrets = [row.digest, tokens["access_token"], tokens["refresh_token"]]
    for page in pages:
        assert page.status_code == 200
        assert not [value for value in secrets if value in page.content.decode()]


def test_no_digest_is_even_read(office, tokens, measure):
    with measure() as cost:
        for model in ISSUED:
            office.list(model)
            office.open(model.objects.only("pk").get())
    read = "\n".join(cost.statements).replace("`", '"')
    for model in ISSUED:
        for column in ("digest", "sealed_successor", "confirmation_key", "code_challenge"):
            assert f'"{model._meta.db_table}"."{column}"' not in read


@pytest.mark.parametrize("lookup", ["digest__startswith", "grant__client__secrets__digest__gt"])
@pytest.mark.parametrize("model", ISSUED)
def test_a_url_cannot_ask_a_digest_out(office, tokens, model, lookup):
    assert office.list(model, **{lookup: "a"}).status_code == 400


def test_revoking_an_access_token_ends_it_alone(office, session, tokens):
    token = AccessToken.objects.get()
    response = office.act("revoke", token)
    assert response["Location"] == office.url(token, "change")
    assert session.call(tokens["access_token"]).status_code == 401
    assert session.refresh(tokens["refresh_token"]).status_code == 200
    assert office.log == [(str(token), "Revoked.")]


@pytest.mark.parametrize("model", [Grant, RefreshToken, AuthorizationCode])
def test_revoking_anything_else_ends_the_whole_authorization(office, session, tokens, model):
    office.act("revoke", model.objects.get())
    assert session.call(tokens["access_token"]).status_code == 401
    assert session.refresh(tokens["refresh_token"]).status_code == 400


def test_revoking_a_consent_forgets_it_and_ends_what_it_allowed(office, session, tokens, bob, web):
    other = type(session)(web, bob)
    others = other.tokens()
    consent = Consent.objects.get(user=session.user)
    office.act("revoke", consent)
    assert session.call(tokens["access_token"]).status_code == 401
    assert other.call(others["access_token"]).status_code == 200
    assert list(Consent.objects.values_list("user", flat=True)) == [bob.pk]
    assert session.ask().status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_revoking_asks_first(office, session, tokens, model):
    response = office.act("revoke", model.objects.get(), confirmed=False)
    assert "Revoke?" in response.content.decode()
    assert session.call(tokens["access_token"]).status_code == 200


def test_the_list_says_which_are_good(office, session, tokens, web):
    grant, now = Grant.objects.get(), timezone.now()

    def state_of(**changes):
        AccessToken.objects.update(**changes)
        return office.list(AccessToken).content.decode()

    assert "oauth-state-live" in state_of()
    assert "oauth-state-expired" in state_of(expires_at=now - timedelta(seconds=1))
    assert "oauth-state-revoked" in state_of(revoked_at=now)
    assert "oauth-state-live" in state_of(revoked_at=None, expires_at=None)
    grant.revoke(now)
    assert "oauth-state-revoked" in state_of()


def test_what_was_used_up_is_called_spent(office, session, tokens):
    assert "oauth-state-spent" in office.list(AuthorizationCode).content.decode()
    assert "oauth-state-live" in office.list(RefreshToken).content.decode()
    session.refresh(tokens["refresh_token"])
    assert "oauth-state-spent" in office.list(RefreshToken).content.decode()


def test_a_token_page_says_what_is_left_of_its_scope(office, web, session, tokens):
    Grant.objects.update(scope="read")
    page = office.open(AccessToken.objects.get()).content.decode()
    assert '<div class="readonly">read write</div>' in page
    assert '<div class="readonly">read</div>' in page


def test_a_grant_leads_to_what_was_issued_from_it(office, session, tokens):
    session.tokens()
    grant = Grant.objects.first()
    for label, url in office.open(grant).context["row_links"]:
        rows = office.browser.get(url).context["cl"].result_list
        assert {row.grant_id for row in rows} == {grant.pk}, label


def test_codes_and_secrets_stay_out_of_the_index(office):
    page = office.browser.get("/admin/").content.decode()
    assert "/admin/oauth_provider/accesstoken/" in page
    assert "/admin/oauth_provider/authorizationcode/" not in page
    assert "/admin/oauth_provider/clientsecret/" not in page


def test_sessions_hold_no_token(office, tokens):
    for stored in DjangoSession.objects.all():
        assert tokens["access_token"] not in str(stored.get_decoded())


def test_revoking_consents_is_announced_for_each(
    office, session, tokens, bob, web, django_capture_on_commit_callbacks
):
    now, told = timezone.now(), []
    theirs = Consent.objects.create(client=web, user=bob, created_at=now, updated_at=now)

    def note(user, client, **_rest):
        told.append((client, user))

    authorization_withdrawn.connect(note)
    with django_capture_on_commit_callbacks(execute=True):
        office.act("revoke", Consent.objects.get(user=session.user))
        office.act("revoke", theirs)
    authorization_withdrawn.disconnect(note)
    assert told == [(web, session.user), (web, bob)]


def test_an_authorization_says_when_it_was_last_used(office, tokens):
    Grant.objects.update(last_used_at=timezone.now() - timedelta(days=500))
    year = (timezone.now() - timedelta(days=500)).year
    for page in (office.list(Grant), office.open(Grant.objects.get())):
        text = page.content.decode()
        assert "Last used" in text or "last used" in text
        assert f", {year}, " in text
