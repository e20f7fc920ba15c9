"""So many rows that a planner would rather use an index than read them all."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from oauth_provider.models import (
    AccessToken,
    AuthorizationCode,
    Client,
    ClientOrigin,
    ClientSecret,
    Consent,
    Grant,
    InitialAccessToken,
    RefreshToken,
)

ROWS = 2500
DAY = timedelta(days=1)
LONG_AGO = 500 * DAY
DEAD = 5  # of each kind
MODELS = (
    AccessToken,
    AuthorizationCode,
    Client,
    ClientOrigin,
    ClientSecret,
    Consent,
    Grant,
    InitialAccessToken,
    RefreshToken,
)
ANALYZE = {"postgresql": "ANALYZE", "sqlite": "ANALYZE", "mysql": "ANALYZE TABLE {tables}"}


def populate():
    """Thousands of users, each with a client, and all that they are to each other."""
    now = timezone.now()
    user_model = get_user_model()
    everybody = [user_model(username=f"somebody {n}") for n in range(ROWS)]
    users = [user.pk for user in user_model.objects.bulk_create(everybody)]
    clients = Client.objects.bulk_create(
        Client(
            name=f"{n}",
            owner_id=user,
            scope="read write",
            registration_token_digest=f"{n}",
            is_self_registered=True,
            first_used_at=now,
        )
        for n, user in enumerate(users)
    )
    pairs = [(client.owner_id, client.pk) for client in clients]
    _about_clients(pairs, now)
    _authorizations(pairs, now)
    _tokens(now)
    analyze()


def analyze():
    """Let the planner know."""
    quoted = (connection.ops.quote_name(model._meta.db_table) for model in MODELS)
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE[connection.vendor].format(tables=", ".join(quoted)))


def _about_clients(pairs, now):
    ClientSecret.objects.bulk_create(
        ClientSecret(client_id=client, digest=f"{client}", last_used_at=now) for _, client in pairs
    )
    ClientOrigin.objects.bulk_create(
        ClientOrigin(client_id=client, origin=f"https://{client}.example") for _, client in pairs
    )
    InitialAccessToken.objects.bulk_create(
        InitialAccessToken(label="n", digest=f"{client}") for _, client in pairs
    )


def _authorizations(pairs, now):
    Consent.objects.bulk_create(
        Consent(user_id=user, client_id=client, scope="read", created_at=now, updated_at=now)
        for user, client in pairs
    )
    Grant.objects.bulk_create(
        Grant(
            client_id=client,
            user_id=user,
            scope="read",
            created_at=now,
            expires_at=now - LONG_AGO if n < DEAD else now + 90 * DAY,
            revoked_at=now - LONG_AGO if DEAD <= n < 2 * DEAD else None,
        )
        for n, (user, client) in enumerate(pairs)
    )


def _tokens(now):
    grants = list(Grant.objects.values_list("pk", flat=True))
    for model in (AccessToken, AuthorizationCode, RefreshToken):
        model.objects.bulk_create(
            model(
                grant_id=grant,
                digest=f"{grant}",
                created_at=now,
                expires_at=now - LONG_AGO if 2 * DEAD <= n < 3 * DEAD else now + DAY,
            )
            for n, grant in enumerate(grants)
        )
    spent = list(RefreshToken.objects.values_list("pk", flat=True)[3 * DEAD : 4 * DEAD])
    RefreshToken.objects.filter(pk__in=spent).update(
        rotated_at=now - LONG_AGO, expires_at=now - LONG_AGO
    )
