"""Alive means the same in Python, for one token, and in SQL, for many."""

from datetime import timedelta
from itertools import product

import pytest

from oauth_provider.domain.liveness import Liveness
from oauth_provider.models import AccessToken, Grant, moment
from tests.factories import ClientFactory, UserFactory

NOW = moment.now()
PAST, FUTURE = NOW - timedelta(seconds=1), NOW + timedelta(hours=1)

pytestmark = pytest.mark.django_db


def test_one_rule_in_python_and_in_sql():
    """Every combination of what can end a token, and its absence."""
    clients = [ClientFactory(), ClientFactory(disabled_at=PAST)]
    users = [UserFactory(), UserFactory(is_active=False), None]
    ends = [None, PAST, NOW, FUTURE]
    revocations = [None, PAST]
    for client, user, revoked, ended in product(clients, users, revocations, ends):
        grant = Grant.objects.create(
            client=client, user=user, revoked_at=revoked, expires_at=ended, grant_type="x"
        )
        for n, (own_revocation, own_end) in enumerate(product(revocations, ends)):
            AccessToken.objects.create(
                grant=grant,
                digest=f"{grant.pk}-{n}",
                created_at=PAST,
                expires_at=own_end,
                revoked_at=own_revocation,
            )

    tokens = AccessToken.objects.select_related("grant__client", "grant__user")
    in_python = {token.pk for token in tokens if token.liveness(NOW) is Liveness.LIVE}
    in_sql = set(AccessToken.objects.live(NOW).values_list("pk", flat=True))

    assert tokens.count() == 2 * 3 * 2 * 4 * 2 * 4
    assert len(in_python) == 1 * 2 * 1 * 2 * 1 * 2
    assert in_python == in_sql


def test_a_grant_is_judged_alike():
    for disabled_at, revoked_at, expires_at in product([None, PAST], [None, PAST], [None, PAST]):
        client = ClientFactory(disabled_at=disabled_at)
        Grant.objects.create(client=client, revoked_at=revoked_at, expires_at=expires_at)

    in_python = {g.pk for g in Grant.objects.all() if g.liveness(NOW) is Liveness.LIVE}
    assert in_python == set(Grant.objects.live(NOW).values_list("pk", flat=True))
    assert len(in_python) == 1


@pytest.mark.parametrize(
    ("changes", "liveness"),
    [
        ({}, Liveness.LIVE),
        ({"expires_at": PAST}, Liveness.EXPIRED),
        ({"revoked_at": PAST}, Liveness.REVOKED),
        ({"revoked_at": PAST, "expires_at": PAST}, Liveness.REVOKED),
    ],
)
def test_what_was_revoked_is_not_called_expired(changes, liveness):
    grant = Grant.objects.create(client=ClientFactory())
    token = AccessToken(grant=grant, digest="x", created_at=PAST, **changes)
    assert token.liveness(NOW) is liveness
