"""What codes, access tokens and refresh tokens have in common."""

from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import liveness, secret
from oauth_provider.domain.liveness import Liveness

from .database import PrimaryQuerySet, Row
from .grant import Grant
from .moment import MomentField

I = TypeVar("I", bound="Issued")  # noqa: E741


class IssuedQuerySet(PrimaryQuerySet[I]):
    """Queries over what hangs from a grant."""

    def with_value(self, value: str) -> Self:
        """The row of this value with all that decides its fate, in one query."""
        return (
            self.on_primary()
            .filter(digest=secret.digest(value))
            .select_related("grant__client", "grant__user")
        )

    def find(self, value: str) -> I | None:
        """The row of this value, if there is one: digests are unique, so nothing is sorted."""
        return next(iter(self.with_value(value)), None)


class Issued(Row):
    """A credential that hangs from a grant. Only its digest is stored."""

    grant = models.ForeignKey(Grant, models.CASCADE)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = MomentField(_("issued"))
    expires_at = MomentField(_("expires"), null=True, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def revocations(self) -> tuple[bool, ...]:
        """Each reason for which it can have been ended."""
        return self.grant.revocations

    def liveness(self, now: datetime) -> Liveness:
        """Is it good? Judged from its row, its grant, its client and its user."""
        expiries = (self.expires_at, self.grant.expires_at)
        return liveness.judge(revoked=self.revocations, expiries=expiries, now=now)
