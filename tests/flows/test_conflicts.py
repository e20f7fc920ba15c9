"""Somebody else is faster, at any statement: the request is done anew, and nothing of it twice."""

from itertools import count

import pytest
from django.db import connection

from oauth_provider.models import (
    AccessToken,
    Client,
    ClientSecret,
    Consent,
    Grant,
    RefreshToken,
    trouble,
)
from tests.browser_session import Session, answer_of
from tests.conflicts import conflicting
from tests.factories import ClientFactory
from tests.registrar import register
from tests.views.developer import Developer, secret_on
from tests.views.user import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site_transactions():
    """A site that answers each request in a transaction."""
    connection.settings_dict["ATOMIC_REQUESTS"] = True
    yield
    connection.settings_dict["ATOMIC_REQUESTS"] = False


def done_at_each_step(act, *, prepare=lambda: None):
    """Fails one statement later each time, until none is left: each time the answer to ``act``."""
    for step in count(1):
        prepared = prepare()
        with conflicting(step=step) as conflicts:
            answer = act(prepared) if prepared else act()
        yield answer
        if not conflicts.failed:
            assert step > 1
            return


def living_refresh_tokens():
    """How many are unspent, by grant."""
    grants = Grant.objects.filter(revoked_at=None)
    return [grant.refresh_tokens.filter(rotated_at=None).count() for grant in grants]


def test_a_code_is_redeemed_once_and_is_no_replay(session):
    for response in done_at_each_step(session.exchange, prepare=session.code):
        assert response.status_code == 200, response.content
        assert session.call(response.json()["access_token"]).status_code == 200
    grants = Grant.objects.count()
    assert living_refresh_tokens() == [1] * grants
    assert AccessToken.objects.count() == grants


def test_a_refresh_token_gets_one_successor(session):
    held = {"refresh_token": session.tokens()["refresh_token"]}

    def refresh():
        return session.refresh(held["refresh_token"])

    for response in done_at_each_step(refresh):
        assert response.status_code == 200, response.content
        held.update(response.json())
    assert living_refresh_tokens() == [1]
    assert AccessToken.objects.count() == RefreshToken.objects.count()


def test_a_client_acts_for_itself_by_one_grant(service):
    session = Session(service)

    def ask():
        return session.post("/oauth/token", grant_type="client_credentials")

    answers = [response.status_code for response in done_at_each_step(ask)]
    assert set(answers) == {200}
    assert (Grant.objects.count(), AccessToken.objects.count()) == (1, len(answers))


def test_a_token_is_revoked_and_told_about(session):
    def revoke(tokens):
        told = session.introspect(tokens["refresh_token"])
        return told, session.revoke(tokens["refresh_token"])

    for told, revoked in done_at_each_step(revoke, prepare=session.tokens):
        assert (told.status_code, told.json()["active"]) == (200, True)
        assert revoked.status_code == 200
    assert not Grant.objects.filter(revoked_at=None).exists()


def test_a_replay_ends_the_grant(session):
    def replayed():
        code = session.code()
        assert session.exchange(code).status_code == 200
        return code

    for response in done_at_each_step(session.exchange, prepare=replayed):
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")
    assert not Grant.objects.filter(revoked_at=None).exists()


def test_a_consent_is_remembered_and_brings_one_code(session):
    def new_page():
        Consent.objects.all().delete()
        return session.ask()

    for response in done_at_each_step(session.decide, prepare=new_page):
        assert session.exchange(answer_of(response)["code"]).status_code == 200
    assert Consent.objects.count() == 1
    assert living_refresh_tokens() == [1] * Grant.objects.count()


def test_a_remembered_consent_brings_one_code(session):
    session.tokens()
    answers = [answer_of(response)["code"] for response in done_at_each_step(session.ask)]
    assert Grant.objects.count() == len(answers) + 1


def test_an_application_registers_once(settings):
    settings.OAUTH_PROVIDER_DYNAMIC_REGISTRATION = "open"
    answers = [response.status_code for response in done_at_each_step(register)]
    assert set(answers) == {201}
    assert Client.objects.count() == ClientSecret.objects.count() == len(answers)


def test_an_application_registers_once_in_the_words_of_mastodon(client):
    form = {"client_name": "Tusky", "redirect_uris": "https://tusky.example/", "scopes": "read"}

    def register_app():
        return client.post("/api/v1/apps", form)

    answers = [response.status_code for response in done_at_each_step(register_app)]
    assert set(answers) == {200}
    assert Client.objects.count() == ClientSecret.objects.count() == len(answers)


def test_a_user_takes_back_what_they_allowed(session, alice):
    user = User(alice)

    def take_back(_tokens):
        return user.narrow(session.client, "write"), user.withdraw(session.client)

    for narrowed, withdrawn in done_at_each_step(take_back, prepare=session.tokens):
        assert (narrowed.status_code, withdrawn.status_code) == (302, 302)
    assert not Consent.objects.exists()
    assert not Grant.objects.filter(revoked_at=None).exists()


def test_a_developer_registers_an_application_once(alice):
    developer = Developer(alice)

    def register_application(_nothing_before):
        return developer.register()

    answers = done_at_each_step(register_application, prepare=Client.objects.all().delete)
    for response in answers:
        assert secret_on(response)
        assert Client.objects.count() == ClientSecret.objects.count() == 1


def test_a_developer_rotates_a_secret_once(alice):
    developer, own = Developer(alice), ClientFactory(owner=alice)

    def rotate(_before):
        return developer.rotate(own, label="new")

    for response in done_at_each_step(rotate, prepare=own.secrets.all().delete):
        assert secret_on(response)
        assert own.secrets.count() == 1


def test_a_developer_deletes_an_application(alice):
    developer = Developer(alice)

    def prepare():
        return ClientFactory(owner=alice)

    for response in done_at_each_step(developer.delete, prepare=prepare):
        assert response.status_code == 302
    assert not Client.objects.exists()


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_whoever_is_never_faster_comes_back_later(session, sqlstate):
    token = session.tokens()["refresh_token"]

    def is_decisive(sql):
        return sql.startswith("UPDATE") and "refreshtoken" in sql

    with conflicting(every=is_decisive, sqlstate=sqlstate) as conflicts:
        response = session.refresh(token)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert conflicts.failed == 3
    assert session.refresh(token).status_code == 200


def test_whoever_waited_for_a_lock_in_vain_does_not_wait_again(session):
    token = session.tokens()["refresh_token"]
    with conflicting(every=lambda sql: sql.startswith("UPDATE"), sqlstate="55P03") as conflicts:
        assert session.refresh(token).status_code == 503
    assert conflicts.failed == 1
    assert session.refresh(token).status_code == 200


def test_atomic_requests_do_not_surround_what_is_done_anew(session, site_transactions):
    page = session.ask()
    with conflicting(every=lambda sql: "oauth_provider_grant" in sql) as conflicts:
        response = session.decide(page)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert conflicts.failed == trouble.ATTEMPTS
    assert Consent.objects.count() == 1  # what the user has said
    assert not Grant.objects.exists()
    assert answer_of(session.decide(page))["code"]
