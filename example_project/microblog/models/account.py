"""Accounts: what the microblog adds to a user."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Case, IntegerField, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_NOTE_LENGTH = 500


class AccountQuerySet(models.QuerySet["Account"]):
    """Queries over accounts."""

    def active(self) -> "AccountQuerySet":
        """The accounts of users who may sign in."""
        return self.filter(user__is_active=True)

    def named_like(self, text: str) -> "AccountQuerySet":
        """The accounts with this text in a name; first who is called just that."""
        names = Q(user__username__icontains=text) | Q(display_name__icontains=text)
        called_so = Case(
            When(user__username__iexact=text, then=0), default=1, output_field=IntegerField()
        )
        return self.filter(names).order_by(called_so, "user__username")

    def of(self, user: User) -> "Account":
        """The account of this user, opened if nobody asked for it before."""
        account, _is_new = self.get_or_create(user=user)
        account.user = user
        return account


class Account(models.Model):
    """One account. Its id is that of its user."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    display_name = models.CharField(_("display name"), max_length=50, blank=True)
    note = models.CharField(_("about you"), max_length=MAX_NOTE_LENGTH, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AccountQuerySet.as_manager()

    followers_count: int  # these four by detailed_accounts
    following_count: int
    statuses_count: int
    last_status_at: datetime | None

    def __str__(self) -> str:
        return f"@{self.username}"

    @property
    def username(self) -> str:
        """What it is found by."""
        return self.user.get_username()

    @property
    def name(self) -> str:
        """What people call it."""
        return self.display_name or self.username


def open_account(*, instance: User, created: bool, raw: bool = False, **_signal: Any) -> None:
    """Give a new user an account. A receiver of post_save."""
    if created and not raw:
        Account.objects.of(instance)
