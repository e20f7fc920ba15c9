"""Rows with all that is shown of them: a list costs as many queries as one row."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .account import Account, AccountQuerySet
from .relation import Follow
from .status import Status, StatusQuerySet


def detailed_accounts() -> AccountQuerySet:
    """Accounts with their users and counts."""
    counts = {
        "followers_count": count_of(Follow.objects.all(), by="target"),
        "following_count": count_of(Follow.objects.all(), by="source"),
        "statuses_count": count_of(Status.objects.all(), by="account"),
    }
    return Account.objects.select_related("user").annotate(**counts)


def detailed_statuses() -> StatusQuerySet:
    """Statuses with their authors, what they reply to, and the count of replies."""
    authors = Prefetch("account", detailed_accounts())
    counts = {"replies_count": count_of(Status.objects.all(), by="in_reply_to")}
    return Status.objects.select_related("in_reply_to").prefetch_related(authors).annotate(**counts)


def count_of(rows: QuerySet[Any], *, by: str) -> Coalesce:
    """How many of these rows name the outer row in their field ``by``."""
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
