"""Dead rows leave without a scheduler: a handful now and then, when tokens are issued."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, AuthorizationCode, Grant, RefreshToken
from oauth_provider.models.dead_kinds import AT_HAND
from oauth_provider.protocol import housekeeping
from oauth_provider.protocol.housekeeping import EVERY, HANDFUL, PAGES
from tests.browser_session import Session
from tests.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CYCLE = EVERY * len(AT_HAND)  # token responses until each kind had its turn
values = count()  # of what is issued


@pytest.fixture
def get_tokens(service, django_capture_on_commit_callbacks):
    """Asks for tokens, one after the other, and does after each commit what is to be done then."""
    session = Session(service)
    session.post("/oauth/token", grant_type="client_credentials")
    housekeeping.begin_again()

    def get(number):
        for _ in range(number):
            with django_capture_on_commit_callbacks(execute=True):
                response = session.post("/oauth/token", grant_type="client_credentials")
            assert response.status_code == 200, response.content

    return get


def make_grants(number, **changes):
    """Grants of alice's, all alike."""
    client, user = ClientFactory(), UserFactory(username="alice")
    return Grant.objects.bulk_create(
        Grant(client=client, user=user, **changes) for _ in range(number)
    )


def issue(model, grants, **changes):
    """One row for each of them, issued and expired long ago."""
    end = timezone.now() - 9 * DAY
    rows = {"created_at": end, "expires_at": end, **changes}
    model.objects.bulk_create(
        model(grant=grant, digest=secret.digest(str(next(values))), **rows) for grant in grants
    )


def test_everything_that_is_dead_leaves_while_tokens_are_issued(get_tokens):
    now = timezone.now()
    live = make_grants(3, expires_at=now + DAY)
    issue(AccessToken, live)
    issue(RefreshToken, live, expires_at=now + DAY)
    issue(RefreshToken, live, rotated_at=now - DAY, sealed_successor=b"sealed")
    issue(AuthorizationCode, make_grants(3))
    issue(RefreshToken, make_grants(3), sealed_successor=None)
    issue(RefreshToken, make_grants(3, expires_at=now - DAY), expires_at=None, rotated_at=now)
    issue(RefreshToken, make_grants(3, revoked_at=now - 8 * DAY), expires_at=None, rotated_at=now)
    get_tokens(CYCLE)
    assert set(Grant.objects.exclude(user=None)) == set(live)
    assert not AccessToken.objects.filter(expires_at__lt=now).exists()
    assert list(RefreshToken.objects.values_list("sealed_successor", flat=True)) == [None] * 6
    assert RefreshToken.objects.exclude(rotated_at=None).count() == 3
    assert not AuthorizationCode.objects.exists()


def test_most_token_responses_cost_nothing_more(get_tokens, measure):
    issue(AccessToken, make_grants(3))
    with measure() as cost:
        get_tokens(EVERY - 1)
    assert cost.queries == 3 * (EVERY - 1)
    assert cost.writes == EVERY - 1


def test_a_turn_with_nothing_to_do_costs_few_queries_and_no_write(get_tokens, measure):
    get_tokens(EVERY - 1)
    costs = []
    for _ in AT_HAND:
        with measure() as cost:
            get_tokens(1)
        costs.append((cost.queries - 3, cost.writes - 1))
        get_tokens(EVERY - 1)
    assert max(costs) == (1, 0)


def test_a_turn_removes_no_more_than_a_handful(get_tokens):
    issue(AccessToken, make_grants(PAGES * HANDFUL + 10))
    get_tokens(CYCLE)
    assert AccessToken.objects.filter(expires_at__lt=timezone.now()).count() == 10


@pytest.mark.parametrize("model", [RefreshToken, AuthorizationCode])
@pytest.mark.parametrize("is_grant_expired", [True, False])
def test_more_leaves_than_is_issued_meanwhile(get_tokens, model, is_grant_expired):
    end = timezone.now() - DAY if is_grant_expired else None
    issue(model, make_grants(CYCLE, expires_at=end))
    get_tokens(CYCLE)
    assert not model.objects.exists()
    assert not Grant.objects.exclude(user=None).exists()


def test_a_family_of_any_size_leaves_a_handful_at_a_time(get_tokens, measure):
    (grant,) = make_grants(1, expires_at=timezone.now() - DAY)
    now = timezone.now()
    RefreshToken.objects.bulk_create(
        RefreshToken(grant=grant, digest=f"{n}", created_at=now, rotated_at=now)
        for n in range(5 * HANDFUL)
    )
    get_tokens(CYCLE)
    assert RefreshToken.objects.count() == (5 - PAGES) * HANDFUL
    get_tokens(2 * CYCLE)
    assert not RefreshToken.objects.exists()
    assert not Grant.objects.filter(pk=grant.pk).exists()


def test_recent_answers_are_forgotten_however_many_tokens_wait_that_nobody_used(get_tokens):
    now = timezone.now()
    live = make_grants(2, expires_at=now + DAY)
    issue(AccessToken, live, expires_at=now + DAY)
    issue(RefreshToken, make_grants(CYCLE + 9 * PAGES * HANDFUL))
    recent = {"rotated_at": now, "expires_at": now - timedelta(minutes=2)}
    issue(RefreshToken, live, sealed_successor=b"sealed", **recent)
    get_tokens(CYCLE)
    assert not RefreshToken.objects.exclude(sealed_successor=None).exists()
    assert RefreshToken.objects.filter(rotated_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_client_has_its_answer_whatever_fails_there(service, caplog):
    issue(AccessToken, make_grants(3))
    session = Session(service)

    def fail(execute, sql, *rest):
        if sql.startswith("DELETE"):
            raise OperationalError("the database is away")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        answers = [
            session.post("/oauth/token", grant_type="client_credentials") for _ in range(CYCLE)
        ]
    assert {answer.status_code for answer in answers} == {200}
    assert AccessToken.objects.count() == 3 + CYCLE
    assert "cannot tidy up: expired access tokens" in caplog.text
    for answer in answers:
        assert session.introspect(answer.json()["access_token"]).json()["active"] is True


@pytest.mark.django_db(transaction=True)
def test_a_refresh_is_tidied_up_after_and_repeated_as_before(session):
    issue(AccessToken, make_grants(3, expires_at=timezone.now() + DAY))
    tokens = session.tokens()
    for _ in range(EVERY * (len(AT_HAND) + 1)):
        before, tokens = tokens, session.refresh(tokens["refresh_token"]).json()
        again = session.refresh(before["refresh_token"]).json()
        assert again["access_token"] == tokens["access_token"]
    assert not AccessToken.objects.filter(expires_at__lt=timezone.now()).exists()
