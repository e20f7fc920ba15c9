"""Clients beside their secrets: all that authentication asks of the database, in one query."""

from collections.abc import Collection
from typing import Any

from django.db import router
from django.db.models import F, FilteredRelation, Q, QuerySet

from .client import Client
from .compiled import Select


def named(client_ids: Collection[str]) -> list[Any]:
    """The clients of these ids: a row per secret that was not revoked, or one if there is none."""
    return _NAMED.rows(*client_ids, using=router.db_for_write(Client))


def _named(*client_ids: Any) -> QuerySet[Client]:
    unrevoked = FilteredRelation("secrets", condition=Q(secrets__revoked_at=None))
    return (
        Client.objects.filter(client_id__in=client_ids)
        .order_by()
        .alias(unrevoked=unrevoked)
        .annotate(
            secret_id=F("unrevoked__id"),
            secret_digest=F("unrevoked__digest"),
            secret_password_hash=F("unrevoked__password_hash"),
            secret_expires_at=F("unrevoked__expires_at"),
            secret_last_used_at=F("unrevoked__last_used_at"),
        )
    )


_NAMED = Select(_named)
