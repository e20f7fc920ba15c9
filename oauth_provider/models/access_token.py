"""Access tokens (RFC 6749 §1.4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .changes import ChangeQuerySet, Subject, Telling
from .grant import living
from .issued import Issued, IssuedQuerySet
from .moment import MomentField
from .scope import registry


class AccessTokenQuerySet(  # type: ignore[override]
    ChangeQuerySet["AccessToken"], IssuedQuerySet["AccessToken"]
):
    """Queries over access tokens."""

    def live(self, now: datetime) -> Self:
        """The ones an API accepts: the same rule as ``liveness``, in SQL."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=now)
        return self.filter(unexpired, living(now, path="grant__"), revoked_at=None)

    def revoke(self, now: datetime) -> int:
        """End these tokens and nothing else. Returns how many were not yet revoked.

        One without an end has one from then on, by which it is found when it may leave.
        """
        end = Coalesce("expires_at", Value(now, MomentField()))
        return self.filter(revoked_at=None).update(revoked_at=now, expires_at=end)


class AccessToken(Telling, Issued):
    """One access token. It may do what it, its grant and its client all allow."""

    subject = Subject.ACCESS_TOKEN

    scope = models.TextField(_("scopes"), blank=True)
    revoked_at = MomentField(_("revoked"), null=True)
    confirmation_key = models.TextField(
        blank=True,
        editable=False,
        help_text=_("What its holder must prove to have. Empty: it is a bearer token."),
    )

    objects = AccessTokenQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Issued.Meta):
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        default_related_name = "access_tokens"

    @property
    def revocations(self) -> tuple[bool, ...]:
        """Each reason for which it can have been ended."""
        return (self.revoked_at is not None, *super().revocations)

    @property
    def scope_names(self) -> tuple[str, ...]:
        """What it may do today: the meet of its own scope, its grant's and its client's."""
        return registry().common(self.scope, self.grant.scope, self.grant.client.scope)

    def allows(self, names: Iterable[str]) -> bool:
        """May its holder do all of this?"""
        return registry().implications.covers(self.scope_names, names)

    def revoke(self, now: datetime) -> bool:
        """End this token alone. False if it had been revoked before."""
        this = AccessToken.objects.filter(pk=self.pk)
        return this.of(Subject.ACCESS_TOKEN, self.pk).revoke(now) == 1
