"""What each operation may cost: the table of the design, on every database."""

import pytest

from tests.browser_session import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def warm(session):
    """A session whose secret was used within the hour."""
    session.tokens()
    return session


def test_a_code_exchange_takes_five_queries_of_which_three_write(warm, measure):
    code = warm.code()
    with measure() as cost:
        assert warm.exchange(code).status_code == 200
    assert (cost.queries, cost.writes) == (5, 3)


def test_a_refresh_takes_five_queries_of_which_three_write(warm, measure):
    token = warm.tokens()["refresh_token"]
    with measure() as cost:
        assert warm.refresh(token).status_code == 200
    assert (cost.queries, cost.writes) == (5, 3)


def test_a_repeated_refresh_takes_two_queries_and_writes_nothing(warm, measure):
    token = warm.tokens()["refresh_token"]
    warm.refresh(token)
    with measure() as cost:
        assert warm.refresh(token).status_code == 200
    assert (cost.queries, cost.writes) == (2, 0)


def test_client_credentials_take_three_queries_of_which_one_writes(service, measure):
    session = Session(service)
    session.post("/oauth/token", grant_type="client_credentials")
    with measure() as cost:
        response = session.post("/oauth/token", grant_type="client_credentials")
    assert response.status_code == 200
    assert (cost.queries, cost.writes) == (3, 1)


def test_an_api_call_takes_one_query(session, measure, settings):
    from rest_framework.test import APIRequestFactory

    from oauth_provider.rest_framework import OAuthAuthentication

    token = session.tokens()["access_token"]
    request = APIRequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})
    request.query_params, request.parser_context = request.GET, {}
    with measure() as cost:
        user, access_token = OAuthAuthentication().authenticate(request)
        assert user == session.user
        assert access_token.allows(["read:statuses"])
    assert (cost.queries, cost.writes) == (1, 0)


def test_introspection_takes_two_queries(warm, measure):
    token = warm.tokens()["access_token"]
    with measure() as cost:
        assert warm.introspect(token).json()["active"] is True
    assert (cost.queries, cost.writes) == (2, 0)


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_revocation_takes_three_queries_of_which_one_writes(warm, measure, kind):
    token = warm.tokens()[kind]
    with measure() as cost:
        assert warm.revoke(token).status_code == 200
    assert (cost.queries, cost.writes) == (3, 1)


def test_authorizing_again_takes_session_and_user_and_then_four_of_which_two_write(warm, measure):
    with measure() as cost:
        assert warm.ask().status_code == 302
    assert (cost.queries, cost.writes) == (2 + 4, 2)


def test_no_query_grows_with_the_number_of_tokens(warm, measure):
    for _ in range(3):
        warm.tokens()
    token = warm.tokens()["refresh_token"]
    for _ in range(5):
        token = warm.refresh(token).json()["refresh_token"]
    with measure() as cost:
        warm.refresh(token)
    assert cost.queries == 5
