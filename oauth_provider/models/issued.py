"""What codes, access tokens and refresh tokens have in common."""

from datetime import datetime
from functools import cache
from typing import Any, Self, TypeVar, cast

from django.db import models, router
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import liveness, secret
from oauth_provider.domain.liveness import Liveness

from .client import Client
from .compiled import Select, insert
from .database import PrimaryQuerySet, Row
from .grant import Grant
from .moment import MomentField

I = TypeVar("I", bound="Issued")  # noqa: E741


class IssuedQuerySet(PrimaryQuerySet[I]):
    """Queries over what hangs from a grant."""

    def with_digest(self, digest: Any) -> Self:
        """The row of this digest, its grant and user. Digests are unique: nothing is sorted."""
        return self.filter(digest=digest).select_related("grant__user")


@cache
def _found(model: Any) -> Select[Any]:
    return Select(lambda digest: model.objects.with_digest(digest).select_related("grant__client"))


@cache
def _found_of_client(model: Any) -> Select[Any]:
    return Select(model.objects.with_digest)


class Issued(Row):
    """A credential that hangs from a grant. Only its digest is stored."""

    grant = models.ForeignKey(Grant, models.CASCADE)
    digest = models.CharField(max_length=64, editable=False)
    created_at = MomentField(_("issued"))
    expires_at = MomentField(_("expires"), null=True, db_index=True)

    class Meta:
        abstract = True
        # Not by unique=True: on PostgreSQL that adds an index for LIKE to the one for =.
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="%(app_label)s_%(class)s_digest")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @classmethod
    def find(cls, value: str) -> Self | None:
        """The row of this value with all that decides its fate, in one query."""
        using = router.db_for_write(cls)
        return cast("Self | None", _found(cls).first(secret.digest(value), using=using))

    @classmethod
    def find_of(cls, client: Client, value: str) -> Self | None:
        """The same, if it was issued to this client."""
        using = router.db_for_write(cls)
        found = _found_of_client(cls).first(secret.digest(value), using=using)
        if found is None or found.grant.client_id != client.pk:
            return None
        found.grant.client = client
        return cast("Self", found)

    def store(self) -> None:
        """Insert it, in the caller's transaction."""
        insert(self, using=router.db_for_write(type(self)))

    @property
    def revocations(self) -> tuple[bool, ...]:
        """Each reason for which it can have been ended."""
        return self.grant.revocations

    def liveness(self, now: datetime) -> Liveness:
        """Is it good? Judged from its row, its grant, its client and its user."""
        expiries = (self.expires_at, self.grant.expires_at)
        return liveness.judge(revoked=self.revocations, expiries=expiries, now=now)
