"""What leaves is found by an index: a handful at once, among however many."""

import re
from datetime import timedelta
from itertools import islice

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from oauth_provider.models import (
    AccessToken,
    AuthorizationCode,
    Client,
    Consent,
    Grant,
    RefreshToken,
)
from oauth_provider.models.dead_kinds import AT_HAND, KINDS
from oauth_provider.models.dead_rows import exhausted_grants
from oauth_provider.models.pruning import Pruning
from oauth_provider.protocol.housekeeping import kept

ROWS = 3000  # so many that a planner would rather use an index than read them all
DAY = timedelta(days=1)
BY_INDEX = {
    "postgresql": r"Index Cond: \(.*\b{column}\b",
    "sqlite": r"SEARCH \w+ USING (COVERING )?INDEX \w+ \(.*\b{column}<",
    "mysql": r"\brange\b \S*({column}|client_unused)",
}
BY_KEY = {
    "postgresql": r"Index Cond: \(id = ANY",
    "sqlite": r"SEARCH oauth_provider_grant USING INTEGER PRIMARY KEY",
    "mysql": r"\boauth_provider_grant range \S+ PRIMARY\b",
}
ANALYZE = {"postgresql": "ANALYZE", "sqlite": "ANALYZE", "mysql": "ANALYZE TABLE {tables}"}
MODELS = (AccessToken, AuthorizationCode, Client, Consent, Grant, RefreshToken)

pytestmark = pytest.mark.django_db(transaction=True)


def ends(now):
    """A few moments long ago, and then as many to come as there are rows."""
    yield from (now - n * 60 * DAY for n in range(1, 6))
    while True:
        yield now + DAY


def fill(now):
    """Rows of each kind, of which a few are dead."""
    users = get_user_model().objects
    users.bulk_create(get_user_model()(username=f"{n}") for n in range(ROWS))
    user_ids = users.values_list("pk", flat=True)
    Client.objects.bulk_create(
        Client(name="n", is_self_registered=True, created_at=end) for end in islice(ends(now), ROWS)
    )
    client = Client.objects.all()[0]
    Consent.objects.bulk_create(
        Consent(user_id=user_id, client=client, created_at=now, updated_at=now, expires_at=end)
        for user_id, end in zip(user_ids, ends(now), strict=False)
    )
    Grant.objects.bulk_create(
        Grant(client=client, user_id=user_id, expires_at=end + DAY, revoked_at=min(end, now))
        for user_id, end in zip(user_ids, ends(now), strict=False)
    )
    grant_ids = Grant.objects.values_list("pk", flat=True)
    for model in (AccessToken, AuthorizationCode, RefreshToken):
        model.objects.bulk_create(
            model(grant_id=grant_id, digest=f"{grant_id}", created_at=now, expires_at=end)
            for grant_id, end in zip(grant_ids, ends(now), strict=False)
        )


def analyze():
    """Let the planner know."""
    quoted = (connection.ops.quote_name(model._meta.db_table) for model in MODELS)
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE[connection.vendor].format(tables=", ".join(quoted)))


def test_each_kind_is_found_by_an_index_and_judged_by_key():
    now = timezone.now()
    fill(now)
    analyze()
    pruning = Pruning(kept(now), using=connection.alias, size=200)
    for kind in (*AT_HAND, *KINDS):
        if kind.by == "pk":
            continue  # walks all grants that have no end, and only in the command
        for last in (None, now - 100 * DAY):
            plan = kind.page(pruning, last).explain()
            pattern = BY_INDEX[connection.vendor].format(column=kind.by)
            assert re.search(pattern, plan), (kind.name, plan)
    judged = pruning.rows(exhausted_grants).filter(pk__in=range(1, 11)).explain()
    assert re.search(BY_KEY[connection.vendor], judged), judged


@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="Needs DATABASE_URL on PostgreSQL, which tells what it has looked at.",
)
def test_a_handful_is_found_without_a_look_at_what_stays():
    now = timezone.now()
    fill(now)
    revoke_what_has_expired(now)
    analyze()
    pruning = Pruning(kept(now), using=connection.alias, size=200)
    for kind in AT_HAND:
        plan = kind.page(pruning, None).explain(analyze=True)
        assert "Rows Removed by Filter" not in plan, (kind.name, plan)


def revoke_what_has_expired(now):
    """Grants that two indexes lead to."""
    Grant.objects.filter(expires_at__lte=now).update(revoked_at=now - 100 * DAY)
