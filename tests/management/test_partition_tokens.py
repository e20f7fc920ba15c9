"""``manage.py partition_tokens`` where there can be no partitions; tests/growth has the rest."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, router
from django.utils import timezone

from oauth_provider.models import AccessToken
from oauth_provider.models.dead_kinds import AT_HAND
from oauth_provider.protocol.housekeeping import tidy_up

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL can do it")
@pytest.mark.parametrize("arguments", [(), ("--divide",), ("--unite",)])
def test_another_database_is_refused_with_the_reason(arguments):
    with pytest.raises(CommandError, match=f"{router.db_for_write(AccessToken)} is not PostgreSQL"):
        call_command("partition_tokens", *arguments)


def test_nothing_else_looks_for_expired_access_tokens_where_partitions_do(session, settings):
    session.tokens()
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
    expired_access_tokens = AT_HAND[0]
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_PARTITIONS = True
    tidy_up(expired_access_tokens)
    assert AccessToken.objects.count() == 1
    settings.OAUTH_PROVIDER_ACCESS_TOKEN_PARTITIONS = False
    tidy_up(expired_access_tokens)
    assert AccessToken.objects.count() == 0
