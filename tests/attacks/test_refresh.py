"""RFC 6749 §6 and §10.4, RFC 9700 §4.14: a refresh token is used once, by its client."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Grant, RefreshToken
from oauth_provider.signals import refresh_token_reused
from tests.pruning import prune

from .answers import assert_error, assert_invalid_token, counts, json_of

pytestmark = pytest.mark.django_db

RUBBISH = {
    "10 000 letters": "a" * 10_000,
    "blank": " ",
    "four bytes": "\U0001f98a",
    "a well-formed one": secret.generate(secret.Kind.REFRESH_TOKEN),
    "SQL": "' OR 1=1 --",
    "null": "null",
}
STRICT = timedelta(0)


def age(queryset):
    """Let it have expired a moment ago."""
    assert queryset.update(expires_at=timezone.now() - timedelta(microseconds=1))


@pytest.fixture
def strict(settings):
    """Every refresh token is single use."""
    settings.OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW = STRICT


@pytest.mark.parametrize("who", ["session", "desktop_session"])
def test_each_use_gives_a_new_refresh_token(request, who):
    refreshing = request.getfixturevalue(who)
    seen = set()
    tokens = refreshing.tokens()
    for _ in range(5):
        seen.add(tokens["refresh_token"])
        tokens = json_of(refreshing.refresh(tokens["refresh_token"]))
    assert len(seen) == 5


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("who", ["session", "desktop_session"])
def test_reuse_ends_the_whole_family(request, who, listen):
    refreshing = request.getfixturevalue(who)
    first = refreshing.tokens()
    second = json_of(refreshing.refresh(first["refresh_token"]))
    third = json_of(refreshing.refresh(second["refresh_token"]))
    with listen(refresh_token_reused) as reused:
        assert_error(refreshing.refresh(first["refresh_token"]), "invalid_grant")
    for tokens in (first, second, third):
        assert_invalid_token(refreshing.call(tokens["access_token"]))
        assert_error(refreshing.refresh(tokens["refresh_token"]), "invalid_grant")
    assert [sent["grant"] for sent in reused] == [Grant.objects.get()]


def test_reuse_after_the_window_ends_the_whole_family(session, listen):
    first = session.tokens()
    second = json_of(session.refresh(first["refresh_token"]))
    RefreshToken.objects.exclude(rotated_at=None).update(
        rotated_at=timezone.now() - timedelta(seconds=30)
    )
    with listen(refresh_token_reused) as reused:
        assert_error(session.refresh(first["refresh_token"]), "invalid_grant")
    assert_invalid_token(session.call(second["access_token"]))
    assert len(reused) == 1


def test_the_window_does_not_slide(session):
    first = session.tokens()
    session.refresh(first["refresh_token"])
    spent = RefreshToken.objects.exclude(rotated_at=None)
    (before,) = spent.values_list("rotated_at", flat=True)
    for _ in range(3):
        assert session.refresh(first["refresh_token"]).status_code == 200
    assert list(spent.values_list("rotated_at", flat=True)) == [before]


def test_a_repeat_within_the_window_gives_one_family_and_not_two(session):
    first = session.tokens()
    answers = [json_of(session.refresh(first["refresh_token"])) for _ in range(5)]
    assert len({answer["access_token"] for answer in answers}) == 1
    assert len({answer["refresh_token"] for answer in answers}) == 1
    assert (AccessToken.objects.count(), RefreshToken.objects.count()) == (2, 2)


@pytest.mark.usefixtures("strict")
def test_reuse_is_noticed_long_after_the_token_expired(session):
    first = session.tokens()
    second = json_of(session.refresh(first["refresh_token"]))
    age(RefreshToken.objects.exclude(rotated_at=None))
    assert_error(session.refresh(first["refresh_token"]), "invalid_grant")
    assert_invalid_token(session.call(second["access_token"]))


def test_reuse_is_noticed_after_a_clean_up(session):
    first = session.tokens()
    with time_machine.travel(timezone.now() + timedelta(days=80), tick=False):
        second = json_of(session.refresh(first["refresh_token"]))
    with time_machine.travel(timezone.now() + timedelta(days=160), tick=False):
        third = json_of(session.refresh(second["refresh_token"]))
        assert prune()
        assert_error(session.refresh(first["refresh_token"]), "invalid_grant")
        assert_invalid_token(session.call(third["access_token"]))
        assert_error(session.refresh(third["refresh_token"]), "invalid_grant")


def test_a_token_of_a_family_that_was_cleaned_up_is_refused(session):
    first = session.tokens()
    second = json_of(session.refresh(first["refresh_token"]))
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        assert prune()
        assert not RefreshToken.objects.exists()
        for tokens in (first, second):
            assert_error(session.refresh(tokens["refresh_token"]), "invalid_grant")
            assert_invalid_token(session.call(tokens["access_token"]))


@pytest.mark.usefixtures("strict")
def test_reuse_ends_no_other_family_of_the_user(session):
    one, other = session.tokens(), session.tokens()
    session.refresh(one["refresh_token"])
    session.refresh(one["refresh_token"])
    assert session.call(other["access_token"]).status_code == 200
    assert session.refresh(other["refresh_token"]).status_code == 200


@pytest.mark.usefixtures("strict")
def test_another_client_cannot_use_a_token_nor_end_its_family(session, outsider, public_outsider):
    first = session.tokens()
    second = json_of(session.refresh(first["refresh_token"]))
    before = counts()
    for thief in (outsider, public_outsider):
        for tokens in (first, second):
            assert_error(thief.refresh(tokens["refresh_token"]), "invalid_grant")
    assert counts() == before
    assert session.call(second["access_token"]).status_code == 200
    assert session.refresh(second["refresh_token"]).status_code == 200


def test_another_client_opens_no_seal(session, outsider):
    first = session.tokens()
    session.refresh(first["refresh_token"])
    response = outsider.refresh(first["refresh_token"])
    assert_error(response, "invalid_grant")
    assert "access_token" not in response.json()


@pytest.mark.parametrize("secret", ["", "wrong", None])
def test_a_confidential_client_without_its_secret_refreshes_nothing(session, secret):
    first = session.tokens()
    response = session.refresh(first["refresh_token"], client_secret=secret)
    assert_error(response, "invalid_client", 401)
    assert not RefreshToken.objects.exclude(rotated_at=None).exists()


@pytest.mark.usefixtures("strict")
def test_a_reuse_without_the_secret_ends_nothing(session):
    first = session.tokens()
    second = json_of(session.refresh(first["refresh_token"]))
    session.refresh(first["refresh_token"], client_secret="wrong")
    assert session.call(second["access_token"]).status_code == 200


@pytest.mark.parametrize(
    "scope", ["read write follow", "follow", "read:statuses follow", "admin", "bogus", "READ"]
)
def test_a_wider_scope_is_invalid_and_spends_nothing(session, scope):
    first = session.tokens()
    assert_error(session.refresh(first["refresh_token"], scope=scope), "invalid_scope")
    assert session.refresh(first["refresh_token"]).status_code == 200


@pytest.mark.parametrize("scope", ["read", "read:statuses", "write:statuses read"])
def test_a_narrower_scope_narrows_the_access_token_alone(session, scope):
    first = session.tokens()
    second = json_of(session.refresh(first["refresh_token"], scope=scope))
    assert second["scope"] == scope
    third = json_of(session.refresh(second["refresh_token"]))
    assert third["scope"] == "read write"


def test_a_scope_that_the_user_unticked_does_not_come_back(session):
    code = session.code(allow=["read"])
    tokens = json_of(session.exchange(code))
    for scope in ("read write", "write", "write:statuses"):
        assert_error(session.refresh(tokens["refresh_token"], scope=scope), "invalid_scope")


def test_a_narrowed_authorization_narrows_what_is_refreshed(session):
    tokens = session.tokens()
    Grant.objects.update(scope="read")
    refreshed = json_of(session.refresh(tokens["refresh_token"]))
    assert refreshed["scope"] == "read"
    response = session.refresh(refreshed["refresh_token"], scope="write")
    assert_error(response, "invalid_scope")


def test_an_answer_promises_no_scope_that_the_client_has_lost(session):
    tokens = session.tokens()
    session.client.scope = "read"
    session.client.save()
    assert json_of(session.refresh(tokens["refresh_token"]))["scope"] == "read"


@pytest.mark.parametrize("kind", ["access_token", "code"])
def test_nothing_else_is_a_refresh_token(session, kind):
    code = session.code()
    issued = {"code": code, **json_of(session.exchange(code))}
    assert_error(session.refresh(issued[kind]), "invalid_grant")


def test_the_digest_of_a_refresh_token_is_no_refresh_token(session):
    session.tokens()
    digest = RefreshToken.objects.get().digest
    assert_error(session.refresh(digest), "invalid_grant")


@pytest.mark.parametrize("alter", [str.upper, str.lower, str.swapcase, lambda token: f"{token} "])
def test_a_token_in_other_letters_is_another_on_every_database(session, alter):
    token = session.tokens()["refresh_token"]
    assert_error(session.refresh(alter(token)), "invalid_grant")


@pytest.mark.parametrize("token", RUBBISH.values(), ids=RUBBISH)
def test_rubbish_is_no_refresh_token(session, token):
    assert_error(session.refresh(token), "invalid_grant")


@pytest.mark.parametrize("token", [None, "", "a\x00b"])
def test_no_token_is_an_invalid_request(session, token):
    assert_error(session.refresh(token), "invalid_request")


def test_an_idle_token_ends_at_its_expiry_without_any_clean_up(session):
    tokens = session.tokens()
    age(RefreshToken.objects.all())
    assert_error(session.refresh(tokens["refresh_token"]), "invalid_grant")


def test_no_refreshing_outlives_the_authorization(session):
    tokens = session.tokens()
    end = timezone.now() + timedelta(seconds=20)
    Grant.objects.update(expires_at=end)
    refreshed = json_of(session.refresh(tokens["refresh_token"]))
    assert refreshed["expires_in"] <= 20
    latest = RefreshToken.objects.order_by("-id").first()
    assert latest.expires_at == end
    age(Grant.objects.all())
    assert_error(session.refresh(refreshed["refresh_token"]), "invalid_grant")


def test_an_authorization_lifetime_of_nothing_is_not_forever(session, settings):
    settings.OAUTH_PROVIDER_GRANT_LIFETIME = timedelta(0)
    session.decide(session.ask())
    grant = Grant.objects.get()
    assert grant.expires_at is not None
    assert grant.expires_at <= timezone.now()


def test_a_client_that_may_no_longer_refresh_does_not(session):
    tokens = session.tokens()
    session.client.grant_types = ["authorization_code"]
    session.client.save()
    assert_error(session.refresh(tokens["refresh_token"]), "unauthorized_client")


def test_an_access_token_of_the_old_pair_lives_to_its_own_expiry(session):
    first = session.tokens()
    session.refresh(first["refresh_token"])
    assert session.call(first["access_token"]).status_code == 200
    age(AccessToken.objects.all())
    assert_invalid_token(session.call(first["access_token"]))


def test_the_cost_of_a_refresh_does_not_grow_with_its_family(session, measure):
    tokens = session.tokens()
    costs = []
    for _ in range(10):
        with measure() as cost:
            tokens = json_of(session.refresh(tokens["refresh_token"]))
        costs.append(cost.queries)
    assert max(costs) <= 5
