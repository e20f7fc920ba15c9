"""The root of everything issued: one act of authorization."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.db import models, router, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import liveness, scope
from oauth_provider.domain.grant_type import GrantType
from oauth_provider.domain.liveness import Liveness

from .changes import ChangeQuerySet, Subject, Telling
from .client import GRANT_TYPES, Client
from .compiled import Select
from .database import dispensable
from .moment import MomentField
from .scope import registry

USE_NOTED_EVERY = timedelta(hours=1)


def living(now: datetime, *, path: str = "") -> Q:
    """Grants (reached by ``path``) that hold: the same rule as ``Grant.liveness``, in SQL."""
    of_active_user = Q(**{f"{path}user": None}) | Q(**{f"{path}user__is_active": True})
    of_enabled_client = Q(**{f"{path}client__disabled_at": None})
    return in_force(now, path=path) & of_active_user & of_enabled_client


def in_force(now: datetime, *, path: str = "") -> Q:
    """Grants that have not ended, whatever became of their client and user meanwhile."""
    return unexpired(now, path=path) & Q(**{f"{path}revoked_at": None})


def unexpired(now: datetime, *, path: str = "") -> Q:
    """Rows without an end, or whose end is yet to come."""
    return Q(**{f"{path}expires_at": None}) | Q(**{f"{path}expires_at__gt": now})


def issuable(client: Client, names: Iterable[str]) -> tuple[str, ...]:
    """What of these scopes the client may have today."""
    scopes = registry()
    return scopes.known(scopes.implications.meet(names, client.scope_names))


class GrantQuerySet(ChangeQuerySet["Grant"]):
    """Queries over grants."""

    harmless = frozenset({"last_used_at"})

    def live(self, now: datetime) -> Self:
        """The ones from which something may still be used or issued."""
        return self.filter(living(now))

    def in_force(self, now: datetime) -> Self:
        """The ones that have not ended; those of a disabled client too."""
        return self.filter(in_force(now))

    def note_use(self, now: datetime) -> int:
        """Remember that these are in use: written at most once an hour. Returns how many were."""
        return self.filter(last_used_at__lte=now - USE_NOTED_EVERY).update(last_used_at=now)

    def revoke(self, now: datetime) -> int:
        """End these grants and all that hangs from them. Returns how many were not yet revoked."""
        return self.filter(revoked_at=None).update(revoked_at=now)

    def delete_in_batches(self, size: int = 1000) -> None:
        """Delete these and all that hangs from them, however many, and never hold all of them."""
        while ids := list(self.values_list("id", flat=True)[:size]):
            these = self.model.objects.using(self.db).filter(id__in=ids)
            these.of(*self._subject).delete()

    def standing_for(self, client: Client, *, names: Iterable[str], now: datetime) -> "Grant":
        """The grant by which a client acts for itself with this scope (RFC 6749 §4.4)."""
        wanted = scope.format_scope(sorted(names))
        found = _STANDING.first(client.pk, wanted, using=self.db)
        kind = {"grant_type": GrantType.CLIENT_CREDENTIALS, "scope": wanted}
        return found or self.begin(client=client, created_at=now, **kind)

    def begin(self, *, client: Client, created_at: datetime, **fields: Any) -> "Grant":
        """A new grant. With its first one, a client counts as used."""
        with transaction.atomic(using=self.db):
            if client.first_used_at is None:
                Client.objects.using(self.db).filter(pk=client.pk).note_first_use(created_at)
            return self.create(client=client, created_at=created_at, **fields)


class Grant(Telling):
    """This user allowed this client this scope at this time; without a user, the client itself."""

    subject = Subject.GRANT

    client = models.ForeignKey(Client, models.CASCADE, related_name="grants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="oauth_grants",
    )
    grant_type = models.CharField(_("grant type"), max_length=100, choices=GRANT_TYPES)
    scope = models.TextField(_("scopes"), blank=True)
    created_at = MomentField(_("created"), default=timezone.now)
    authenticated_at = MomentField(_("user authenticated"), null=True)
    last_used_at = MomentField(_("last used"), default=timezone.now)  # to the hour
    expires_at = MomentField(_("expires"), null=True, db_index=True)
    revoked_at = MomentField(_("revoked"), null=True, db_index=True)

    objects = GrantQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("authorization")
        verbose_name_plural = _("authorizations")
        indexes = [models.Index(fields=["client", "user"], name="grant_client_user")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def scope_names(self) -> tuple[str, ...]:
        """What was allowed, as far as it was not taken back."""
        return scope.parse(self.scope)

    @property
    def granted_names(self) -> tuple[str, ...]:
        """What may be issued from it today: what the client may still have of its scope."""
        return registry().common(self.scope, self.client.scope)

    @property
    def revocations(self) -> tuple[bool, ...]:
        """Each reason for which it can have been ended."""
        is_user_inactive = self.user is not None and not self.user.is_active
        return (self.revoked_at is not None, not self.client.is_enabled, is_user_inactive)

    def liveness(self, now: datetime) -> Liveness:
        """Does it still hold?"""
        return liveness.judge(revoked=self.revocations, expiries=[self.expires_at], now=now)

    def note_use(self, now: datetime) -> None:
        """Remember that it is in use: once an hour, after the call, which does not depend on it.

        Within the caller's transaction its row would be locked for all other calls.
        """
        if self.last_used_at <= now - USE_NOTED_EVERY:
            using = router.db_for_write(Grant)
            transaction.on_commit(partial(self._write_use, now), using=using)

    def _write_use(self, now: datetime) -> None:
        this = Grant.objects.filter(pk=self.pk)
        with dispensable(f"grant {self.pk}: its use", using=this.db):
            this.note_use(now)

    def revoke(self, now: datetime) -> bool:
        """End it and all that hangs from it, by one UPDATE. False if it had ended before."""
        this = Grant.objects.filter(pk=self.pk).of(Subject.GRANT, self.pk)
        return this.revoke(now) == 1


def _standing(client: Any, wanted: Any) -> "models.QuerySet[Grant]":
    unended = Grant.objects.filter(user=None, expires_at=None, revoked_at=None)
    of_itself = unended.filter(grant_type=GrantType.CLIENT_CREDENTIALS)
    return of_itself.filter(client=client, scope=wanted).order_by("id")[:1]


_STANDING = Select(_standing)
