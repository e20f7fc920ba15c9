"""Statuses: what an account posts, and who may see it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .account import Account
from .relation import Block, Follow, Mute

MAX_LENGTH = 500  # characters, of text and content warning together


class Visibility(models.TextChoices):
    """Who sees a status."""

    PUBLIC = "public", _("Everybody")
    UNLISTED = "unlisted", _("Everybody, but not in the public timeline")
    PRIVATE = "private", _("Followers")
    DIRECT = "direct", _("Only me")


OPEN = (Visibility.PUBLIC, Visibility.UNLISTED)


class StatusQuerySet(models.QuerySet["Status"]):
    """Queries over statuses."""

    def visible_to(self, viewer: Account | None) -> "StatusQuerySet":
        """What this account may see; with None, what everybody may."""
        shown = Q(visibility__in=OPEN)
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

    def in_thread(self, thread_id: int) -> "StatusQuerySet":
        """The status that began a thread, and all that followed from it."""
        return self.filter(Q(pk=thread_id) | Q(thread_id=thread_id))


class Status(models.Model):
    """One post."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="statuses")
    text = models.CharField(max_length=MAX_LENGTH)
    spoiler_text = models.CharField(_("content warning"), max_length=MAX_LENGTH, blank=True)
    sensitive = models.BooleanField(default=False)
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    in_reply_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replies"
    )
    # Of the status that began it, also once that is deleted; null for that status itself.
    thread_id = models.PositiveBigIntegerField(null=True, editable=False, db_index=True)
    application_name = models.CharField(max_length=200, blank=True, editable=False)
    application_website = models.CharField(max_length=2000, blank=True, editable=False)
    idempotency_key = models.CharField(  # noqa: DJ001 — unique, and most have none
        max_length=64, null=True, editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StatusQuerySet.as_manager()

    replies_count: int  # by detailed_statuses

    class Meta:
        verbose_name_plural = "statuses"
        indexes = [models.Index(fields=["account", "-id"], name="status_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["account", "idempotency_key"], name="status_once")
        ]

    def __str__(self) -> str:
        return self.text[:50]
