"""Rows with all that is shown of them: a list costs as many queries as one row."""

from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    IntegerField,
    Max,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from .account import Account, AccountQuerySet
from .relation import Follow, Relation
from .status import OPEN, Status, StatusQuerySet, Visibility


def detailed_accounts() -> AccountQuerySet:
    """Accounts with their users and counts."""
    followers = Follow.objects.filter(source__user__is_active=True)
    followed = Follow.objects.filter(target__user__is_active=True)
    posted = Status.objects.exclude(visibility=Visibility.DIRECT)
    latest = per(posted, "account").annotate(latest=Max("created_at")).values("latest")
    counts = {
        "followers_count": count_of(followers, by="target"),
        "following_count": count_of(followed, by="source"),
        "statuses_count": count_of(posted, by="account"),
        "last_status_at": Subquery(latest, output_field=DateTimeField()),
    }
    return Account.objects.select_related("user").annotate(**counts)


def detailed_statuses() -> StatusQuerySet:
    """Statuses with their authors, whom they reply to, and the count of replies."""
    authors = Prefetch("account", detailed_accounts())
    counts = {
        "replies_count": count_of(Status.objects.filter(visibility__in=OPEN), by="in_reply_to")
    }
    joined = Status.objects.select_related("in_reply_to__account__user")
    return joined.prefetch_related(authors).annotate(**counts)


def detailed_relations(kind: type[Relation], *, end: str, **of: Account) -> QuerySet[Any]:
    """The relations ``of`` an account, each with the active account at its other end."""
    relations = kind.objects.filter(**of, **{f"{end}__user__is_active": True})
    return relations.prefetch_related(Prefetch(end, detailed_accounts()))


def count_of(rows: QuerySet[Any], *, by: str) -> Coalesce:
    """How many of these rows name the outer row in their field ``by``."""
    counted = per(rows, by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def per(rows: QuerySet[Any], by: str) -> QuerySet[Any, dict[str, Any]]:
    """These rows, grouped, as far as they name the outer row in their field ``by``."""
    return rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
