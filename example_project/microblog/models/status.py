"""Statuses: what an account posts, and who may see it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .account import Account
from .relation import Block, Follow, Mute

MAX_LENGTH = 500


class Visibility(models.TextChoices):
    """Who sees a status."""

    PUBLIC = "public", "Everybody"
    UNLISTED = "unlisted", "Everybody, but not in the public timeline"
    PRIVATE = "private", "Followers"
    DIRECT = "direct", "Only me"


class StatusQuerySet(models.QuerySet["Status"]):
    """Queries over statuses."""

    def visible_to(self, viewer: Account | None) -> "StatusQuerySet":
        """What this account may see; with None, what everybody may."""
        shown = Q(visibility__in=[Visibility.PUBLIC, Visibility.UNLISTED])
        of_active = self.filter(account__user__is_active=True)
        if viewer is None:
            return of_active.filter(shown)
        followed = Follow.objects.filter(source=viewer).values("target")
        shown |= Q(account=viewer) | Q(visibility=Visibility.PRIVATE, account__in=followed)
        blockers = Block.objects.filter(target=viewer).values("source")
        return of_active.filter(shown).exclude(account__in=blockers)

    def wanted_by(self, viewer: Account | None) -> "StatusQuerySet":
        """Without the accounts that the viewer blocked or muted."""
        if viewer is None:
            return self
        blocked = Block.objects.filter(source=viewer).values("target")
        muted = Mute.objects.filter(source=viewer).values("target")
        return self.exclude(account__in=blocked).exclude(account__in=muted)

    def home_of(self, viewer: Account) -> "StatusQuerySet":
        """The account's own statuses, and those of the accounts that it follows."""
        followed = Follow.objects.filter(source=viewer).values("target")
        mine = Q(account=viewer) | Q(account__in=followed)
        return self.filter(mine).visible_to(viewer).wanted_by(viewer)

    def public(self, viewer: Account | None) -> "StatusQuerySet":
        """The public timeline, as this account sees it."""
        shown = self.filter(visibility=Visibility.PUBLIC)
        return shown.visible_to(viewer).wanted_by(viewer)


class Status(models.Model):
    """One post."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="statuses")
    text = models.CharField(max_length=MAX_LENGTH)
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    in_reply_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StatusQuerySet.as_manager()

    replies_count: int  # by detailed_statuses

    class Meta:
        verbose_name_plural = "statuses"
        indexes = [models.Index(fields=["account", "-id"], name="status_by_account")]

    def __str__(self) -> str:
        return self.text[:50]
