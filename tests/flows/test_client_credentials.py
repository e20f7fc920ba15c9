"""RFC 6749 §4.4 as a story: a client acts for itself."""

import pytest
from django.utils import timezone

from oauth_provider.models import AccessToken, Grant
from tests.browser_session import Session
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(service):
    return Session(service)


def ask(session, **changes):
    return session.post("/oauth/token", grant_type="client_credentials", **changes)


def test_a_service_gets_an_access_token_and_no_refresh_token(session):
    token = ask(session).json()

    assert set(token) == {"access_token", "token_type", "expires_in", "scope", "created_at"}
    assert token["scope"] == "read"
    assert AccessToken.objects.get().grant.user is None


def test_a_service_asks_for_what_it_may_have(session):
    assert ask(session, scope="write read").json()["scope"] == "write read"
    assert ask(session, scope="read:statuses").json()["scope"] == "read:statuses"
    assert ask(session, scope="push").json()["error"] == "invalid_scope"


def test_a_service_without_a_default_scope_must_name_one():
    session = Session(ServiceFactory(scope="write"))
    assert ask(session).json()["error"] == "invalid_scope"
    assert ask(session, scope="write").status_code == 200


def test_all_its_tokens_of_one_scope_hang_from_one_grant(session):
    for _ in range(3):
        ask(session)
    assert Grant.objects.count() == 1
    ask(session, scope="write")
    assert Grant.objects.count() == 2


def test_revoking_that_grant_ends_them_and_the_next_request_starts_anew(session):
    token = ask(session).json()["access_token"]
    Grant.objects.get().revoke(timezone.now())

    assert session.introspect(token).json() == {"active": False}
    again = ask(session).json()["access_token"]
    assert session.introspect(again).json()["active"] is True


def test_a_public_client_has_nothing_to_act_with(desktop):
    desktop.grant_types = ["client_credentials"]
    desktop.save()
    response = ask(Session(desktop))
    assert response.status_code == 400
    assert response.json()["error"] == "unauthorized_client"


def test_a_client_that_is_not_registered_for_it_is_refused(web):
    assert ask(Session(web)).json()["error"] == "unauthorized_client"


def test_a_token_without_a_user_cannot_act_as_one(session):
    token = ask(session).json()["access_token"]
    response = session.call(token)
    assert 400 <= response.status_code < 500
