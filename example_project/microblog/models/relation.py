"""What one account is to another: it follows, blocks or mutes it."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, router, transaction
from django.db.models import F, Q
from django.utils import timezone

from .account import Account

R = TypeVar("R", bound="Relation")


class RelationQuerySet(models.QuerySet[R]):
    """Queries over relations."""

    def between(self, one: Account, other: Account) -> "RelationQuerySet[R]":
        """Whichever of the two it comes from."""
        return self.filter(Q(source=one, target=other) | Q(source=other, target=one))


class Relation(models.Model):
    """From one account to another."""

    source = models.ForeignKey(Account, models.CASCADE, related_name="+")
    target = models.ForeignKey(Account, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RelationQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="%(class)s_once"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="%(class)s_not_of_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class Follow(Relation):
    """The source wants to read the target."""


class Block(Relation):
    """The source wants nothing to do with the target."""


class Mute(Relation):
    """The source does not want to read the target."""


def follow(source: Account, target: Account) -> None:
    """Raises PermissionDenied for oneself, and where one of the two blocks the other."""
    refuse_oneself(source, target)
    if Block.objects.between(source, target).exists():
        raise PermissionDenied("This action is not allowed")
    Follow.objects.get_or_create(source=source, target=target)


def unfollow(source: Account, target: Account) -> None:
    """Follow no longer, if it did."""
    Follow.objects.filter(source=source, target=target).delete()


def block(source: Account, target: Account) -> None:
    """Also ends what either followed of the other. Raises PermissionDenied for oneself."""
    refuse_oneself(source, target)
    with transaction.atomic(using=router.db_for_write(Block)):
        Block.objects.get_or_create(source=source, target=target)
        Follow.objects.between(source, target).delete()


def unblock(source: Account, target: Account) -> None:
    """Block no longer, if it did."""
    Block.objects.filter(source=source, target=target).delete()


def mute(source: Account, target: Account) -> None:
    """Raises PermissionDenied for oneself."""
    refuse_oneself(source, target)
    Mute.objects.get_or_create(source=source, target=target)


def unmute(source: Account, target: Account) -> None:
    """Mute no longer, if it did."""
    Mute.objects.filter(source=source, target=target).delete()


def refuse_oneself(source: Account, target: Account) -> None:
    """Raises PermissionDenied if both are the same account."""
    if source == target:
        raise PermissionDenied("This action is not allowed")
