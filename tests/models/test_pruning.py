"""What leaves, and what stays because somebody may still ask about it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import (
    AccessToken,
    AuthorizationCode,
    Client,
    ClientOrigin,
    ClientSecret,
    Consent,
    Grant,
    RefreshToken,
)
from tests.browser_session import Session
from tests.factories import ClientFactory, PublicClientFactory, UserFactory
from tests.pruning import MOMENT, prune

pytestmark = pytest.mark.django_db

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
ISSUED = (Grant, AuthorizationCode, AccessToken, RefreshToken)


def later(delay):
    """Whatever is done there is done that much later."""
    return time_machine.travel(timezone.now() + delay, tick=False)


def counts():
    """How many rows there are of all that is issued."""
    return {model.__name__: model.objects.count() for model in ISSUED}


def assert_nothing_left():
    assert set(counts().values()) == {0}


def refused(response):
    """The description of an ``invalid_grant``."""
    assert response.status_code == 400, response.content
    assert response.json()["error"] == "invalid_grant"
    return response.json()["error_description"]


@pytest.fixture
def acting(service):
    """A client that acts for itself, and has a token."""
    session = Session(service)
    session.token = session.post("/oauth/token", grant_type="client_credentials").json()
    return session


# --- what is in use ---


def test_nothing_leaves_that_is_in_use(session, acting):
    tokens = session.tokens()
    session.refresh(tokens["refresh_token"])
    session.code()
    before = counts()
    assert prune() == {}
    assert counts() == before


def test_a_refresh_in_its_replay_window_is_answered_the_same_after_pruning(session):
    first = session.tokens()
    with later(timedelta(0)):
        answer = session.refresh(first["refresh_token"]).json()
    with later(29 * SECOND):
        assert prune() == {}
        again = session.refresh(first["refresh_token"]).json()
    assert {**again, "expires_in": answer["expires_in"]} == answer


def test_an_access_token_in_a_repeated_answer_stays_as_long_as_the_answer(session, settings):
    settings.OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW = 5 * HOUR
    first = session.tokens()
    second = session.refresh(first["refresh_token"]).json()
    with later(4 * HOUR):
        assert prune() == {}
        assert session.refresh(first["refresh_token"]).json()["expires_in"] == 0
        assert session.call(second["access_token"]).json() == {"error": "The access token expired"}


def test_a_client_that_acts_for_itself_keeps_its_grant_without_a_token(acting):
    grant = Grant.objects.get()
    with later(1000 * DAY):
        assert prune() == {"expired access tokens": 1}
        assert acting.post("/oauth/token", grant_type="client_credentials").status_code == 200
    assert Grant.objects.get() == grant


# --- access tokens ---


def test_an_expired_access_token_is_called_expired_for_an_hour(session):
    token = session.tokens()["access_token"]
    with later(2 * HOUR - SECOND):
        assert prune() == {}
        assert session.call(token).json() == {"error": "The access token expired"}
    with later(2 * HOUR + SECOND):
        assert prune() == {"expired access tokens": 1}
        assert session.call(token).json() == {"error": "The access token is invalid"}
        assert session.introspect(token).json() == {"active": False}


def test_an_access_token_without_an_end_stays_until_it_is_revoked(session, settings):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = None
    token = session.tokens()["access_token"]
    with later(80 * DAY):
        assert prune() == {}
        assert session.call(token).status_code == 200
        session.revoke(token)
    with later(80 * DAY + HOUR - SECOND):
        assert prune() == {}
        assert session.call(token).json() == {"error": "The access token was revoked"}
    with later(80 * DAY + HOUR + SECOND):
        assert prune() == {"expired access tokens": 1}


def test_a_revoked_access_token_with_an_end_keeps_it(session):
    token = session.tokens()["access_token"]
    end = AccessToken.objects.get().expires_at
    session.revoke(token)
    assert AccessToken.objects.get().expires_at == end


# --- authorization codes ---


def test_a_redeemed_code_replayed_after_pruning_still_ends_the_grant(session):
    code = session.code()
    tokens = session.exchange(code).json()
    with later(80 * DAY):
        fresh = session.refresh(tokens["refresh_token"]).json()
        assert prune() == {"expired access tokens": 1}
        assert "was used before" in refused(session.exchange(code))
        assert session.call(fresh["access_token"]).status_code == 401
    assert Grant.objects.get().revoked_at is not None


def test_a_code_that_nobody_redeems_leaves_with_its_grant(session):
    code = session.code()
    before = refused_when_expired(session, code)
    with later(HOUR + 61 * SECOND):
        assert prune() == {"authorization codes that nobody used": 1}
        assert refused(session.exchange(code)) == before
    assert_nothing_left()
    assert Consent.objects.exists()


def refused_when_expired(session, code):
    with later(61 * SECOND):
        assert prune() == {}
        return refused(session.exchange(code))


def test_a_code_that_nobody_redeems_leaves_alone_if_its_grant_has_a_token(session):
    session.tokens()
    grant = Grant.objects.get()
    AuthorizationCode.objects.create(
        grant=grant, digest="x", created_at=timezone.now(), expires_at=timezone.now() - 2 * HOUR
    )
    assert prune() == {"authorization codes that nobody used": 1}
    assert counts() == {"Grant": 1, "AuthorizationCode": 1, "AccessToken": 1, "RefreshToken": 1}


def test_a_code_that_can_still_be_redeemed_keeps_its_grant(session, settings):
    settings.OAUTH_PROVIDER_GRANT_LIFETIME = None
    settings.OAUTH_PROVIDER_AUTHORIZATION_CODE_LIFETIME = DAY
    code = session.code()
    with later(23 * HOUR):
        assert prune() == {}
        assert session.exchange(code).status_code == 200


def test_a_redeemed_code_stays_even_if_it_has_an_end(session):
    code = session.code()
    session.exchange(code)
    AuthorizationCode.objects.update(expires_at=timezone.now() - DAY)
    assert prune() == {}
    assert "was used before" in refused(session.exchange(code))


# --- refresh tokens ---


def test_a_spent_refresh_token_is_known_as_long_as_its_grant_lives(session):
    first = session.tokens()["refresh_token"]
    token = first
    for month in range(1, 12):
        with later(month * 30 * DAY):
            token = session.refresh(token).json()["refresh_token"]
            prune()
    assert RefreshToken.objects.count() == 12
    with later(11 * 30 * DAY + HOUR):
        assert "was used before" in refused(session.refresh(first))
        refused(session.refresh(token))
    assert Grant.objects.get().revoked_at is not None


def test_the_answer_in_a_spent_refresh_token_is_forgotten_after_the_window(session):
    first = session.tokens()
    session.refresh(first["refresh_token"])
    with later(91 * SECOND):
        assert prune() == {"answers in spent refresh tokens": 1}
        assert prune() == {}
        spent = RefreshToken.objects.exclude(rotated_at=None).get()
        assert spent.sealed_successor is None
        assert "was used before" in refused(session.refresh(first["refresh_token"]))
    assert Grant.objects.get().revoked_at is not None


def test_an_answer_that_is_forgotten_is_not_given_in_a_longer_window(session, settings):
    first = session.tokens()
    session.refresh(first["refresh_token"])
    with later(91 * SECOND):
        prune()
        settings.OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW = HOUR
        refused(session.refresh(first["refresh_token"]))


def test_a_family_that_nobody_came_back_to_leaves_with_its_grant(session):
    token = session.tokens()["refresh_token"]
    token = session.refresh(token).json()["refresh_token"]
    with later(90 * DAY + SECOND):
        before = refused(session.refresh(token))
        prune()
        assert counts() == {"Grant": 1, "AuthorizationCode": 1, "AccessToken": 0, "RefreshToken": 2}
    with later(90 * DAY + HOUR + SECOND):
        assert prune() == {"refresh tokens that nobody used": 1}
        assert_nothing_left()
        assert refused(session.refresh(token)) == before


def test_an_access_token_that_outlives_its_refresh_token_keeps_its_grant(session):
    session.client.access_token_lifetime = 200 * DAY
    session.client.save()
    code = session.code()
    tokens = session.exchange(code).json()
    with later(100 * DAY):
        assert prune() == {"refresh tokens that nobody used": 1}
        assert session.call(tokens["access_token"]).status_code == 200
        refused(session.refresh(tokens["refresh_token"]))
        assert "was used before" in refused(session.exchange(code))
        assert session.call(tokens["access_token"]).status_code == 401
    assert Grant.objects.get().revoked_at is not None


def test_an_unrotated_refresh_token_stays_while_it_is_used(session):
    session.client.rotates_refresh_tokens = False
    session.client.save()
    token = session.tokens()["refresh_token"]
    for month in range(1, 12):
        with later(month * 30 * DAY):
            prune()
            assert session.refresh(token).status_code == 200


# --- grants ---


def test_an_expired_grant_leaves_with_everything(session):
    token = session.tokens()["refresh_token"]
    for _ in range(3):
        token = session.refresh(token).json()["refresh_token"]
    Grant.objects.update(expires_at=timezone.now() - HOUR + SECOND)
    assert prune() == {}
    Grant.objects.update(expires_at=timezone.now() - HOUR)
    assert prune() == {"expired authorizations": 1}
    assert_nothing_left()
    refused(session.refresh(token))


def test_a_revoked_grant_is_called_so_for_a_week(session, settings):
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = 30 * DAY
    tokens = session.tokens()
    session.revoke(tokens["refresh_token"])
    with later(7 * DAY - SECOND):
        assert prune() == {}
        assert session.call(tokens["access_token"]).json() == {
            "error": "The access token was revoked"
        }
    with later(7 * DAY + SECOND):
        assert prune() == {"revoked authorizations": 1}
        assert session.call(tokens["access_token"]).json() == {
            "error": "The access token is invalid"
        }
    assert_nothing_left()


def test_what_a_disabled_client_holds_stays(session):
    tokens = session.tokens()
    session.client.disable(reason="spam", now=timezone.now())
    with later(80 * DAY):
        prune()
        session.client.enable()
        assert session.refresh(tokens["refresh_token"]).status_code == 200


def test_what_a_user_holds_who_was_deactivated_in_bulk_stays(session, django_user_model):
    tokens = session.tokens()
    django_user_model.objects.update(is_active=False)
    with later(80 * DAY):
        prune()
        django_user_model.objects.update(is_active=True)
        assert session.refresh(tokens["refresh_token"]).status_code == 200


def test_a_grant_without_an_end_leaves_when_nothing_of_it_is_left(session, settings):
    settings.OAUTH_PROVIDER_GRANT_LIFETIME = None
    session.client.grant_types = ["authorization_code"]
    session.client.save()
    session.tokens()
    with later(2 * HOUR - SECOND):
        assert prune() == {}
    with later(2 * HOUR + SECOND):
        assert prune() == {
            "expired access tokens": 1,
            "authorizations of which nothing is left": 1,
        }
    assert_nothing_left()


def test_a_grant_without_an_end_stays_while_it_can_be_refreshed(session, settings):
    settings.OAUTH_PROVIDER_GRANT_LIFETIME = None
    token = session.tokens()["refresh_token"]
    with later(89 * DAY):
        assert prune() == {"expired access tokens": 1}
        assert session.refresh(token).status_code == 200


def test_a_grant_with_more_tokens_than_a_batch_leaves_batch_by_batch(session, measure):
    session.tokens()
    grant, now = Grant.objects.get(), timezone.now()
    RefreshToken.objects.bulk_create(
        RefreshToken(grant=grant, digest=f"{n}", created_at=now, rotated_at=now) for n in range(50)
    )
    Grant.objects.update(expires_at=timezone.now() - HOUR)
    with measure() as cost:
        prune(size=8)
    assert_nothing_left()
    deleting = [sql for sql in cost.statements if sql.startswith("DELETE")]
    assert max(sql.count(",") for sql in deleting) <= 8
    assert len([sql for sql in deleting if "refreshtoken" in sql]) >= 50 // 8


# --- consents ---


def test_an_expired_consent_leaves_and_the_user_is_asked_as_before(session):
    session.tokens()
    with later(365 * DAY + HOUR - SECOND):
        assert "expired consents" not in prune()
        session.browser.force_login(session.user)
        assert session.ask().status_code == 200
    with later(365 * DAY + HOUR + SECOND):
        assert prune()["expired consents"] == 1
        session.browser.force_login(session.user)
        assert session.ask().status_code == 200
    assert not Consent.objects.exists()


def test_a_consent_without_an_end_stays(session, settings):
    settings.OAUTH_PROVIDER_CONSENT_LIFETIME = None
    session.tokens()
    with later(5000 * DAY):
        prune()
    assert Consent.objects.exists()


# --- clients ---


def register(*, ago, **changes):
    """A client that registered itself so long ago."""
    created_at = timezone.now() - ago
    return PublicClientFactory(is_self_registered=True, created_at=created_at, **changes)


def test_a_client_that_nobody_used_leaves_with_all_that_is_its_own(settings):
    settings.OAUTH_PROVIDER_UNUSED_CLIENT_LIFETIME = 5 * DAY
    young, old = register(ago=5 * DAY - HOUR), register(ago=5 * DAY)
    ClientSecret.objects.issue(client=old)
    assert ClientOrigin.objects.filter(client=old).exists()
    assert prune() == {"applications that nobody used": 1}
    assert Client.objects.get() == young
    assert not ClientSecret.objects.exists()


def test_clients_stay_if_the_site_wants_that(settings):
    settings.OAUTH_PROVIDER_UNUSED_CLIENT_LIFETIME = None
    register(ago=1000 * DAY)
    assert prune() == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"is_self_registered": False},
        {"first_used_at": timezone.now()},
        {"is_verified": True},
        {"disabled_at": timezone.now()},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_client_stays_that_somebody_used_or_dealt_with(changes):
    client = ClientFactory(
        created_at=timezone.now() - 99 * DAY, **{"is_self_registered": True, **changes}
    )
    assert prune() == {}
    assert Client.objects.get() == client


@pytest.mark.parametrize("trace", ["owner", "grant", "consent", "secret"])
def test_a_client_stays_that_left_a_trace(trace, alice):
    client, now = register(ago=99 * DAY), timezone.now()
    traces = {
        "owner": lambda: Client.objects.update(owner=alice),
        "grant": lambda: Grant.objects.create(client=client, user=alice, expires_at=now + HOUR),
        "consent": lambda: Consent.objects.create(
            client=client, user=alice, created_at=now, updated_at=now
        ),
        "secret": lambda: ClientSecret.objects.create(
            client=client, digest=secret.digest("x"), last_used_at=now - 98 * DAY
        ),
    }
    traces[trace]()
    assert prune() == {}
    assert Client.objects.get() == client


def test_a_client_that_was_used_once_stays_for_good(alice):
    client = PublicClientFactory(is_self_registered=True)
    Session(client, alice).code()
    with later(4000 * DAY):
        prune()
    assert_nothing_left()
    assert not Consent.objects.exists()
    assert Client.objects.get() == client


def test_a_service_that_was_used_once_stays_for_good(service):
    Client.objects.update(is_self_registered=True)
    Session(service).post("/oauth/token", grant_type="client_credentials")
    ClientSecret.objects.update(last_used_at=None)
    Grant.objects.all().delete()
    with later(4000 * DAY):
        prune()
    assert Client.objects.get() == service


# --- batches ---


def make_dead(rows, *, spread=MOMENT):
    """Access tokens that expired, each a little earlier than the one before."""
    grant = Grant.objects.create(client=ClientFactory(), user=UserFactory())
    end = timezone.now() - 2 * HOUR
    AccessToken.objects.bulk_create(
        AccessToken(grant=grant, digest=f"{n}", created_at=end, expires_at=end - n * spread)
        for n in range(rows)
    )


@pytest.mark.parametrize("size", [1, 3, 10, 11])
@pytest.mark.parametrize("spread", [MOMENT, timedelta(0)], ids=["spread", "all at once"])
def test_all_leave_whatever_the_size_of_a_batch(size, spread):
    make_dead(10, spread=spread)
    assert prune(size=size)["expired access tokens"] == 10
    assert not AccessToken.objects.exists()


def test_no_statement_takes_more_than_a_batch(measure):
    make_dead(10)
    with measure() as cost:
        prune(size=4)
    deleting = [sql for sql in cost.statements if sql.startswith("DELETE")]
    assert [sql.count(",") + 1 for sql in deleting if "accesstoken" in sql] == [4, 4, 2]


def test_what_a_site_has_hung_from_its_tokens_hears_of_it(session):
    from django.db.models.signals import post_delete

    heard = []

    def listen(instance, **_signal):
        heard.append(type(instance))

    session.tokens()
    post_delete.connect(listen, sender=AccessToken)
    try:
        with later(3 * HOUR):
            prune()
    finally:
        post_delete.disconnect(listen, sender=AccessToken)
    assert heard == [AccessToken]
