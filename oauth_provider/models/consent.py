"""What a user has allowed a client so far."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import scope

from .client import Client
from .database import PrimaryQuerySet, Row
from .grant import unexpired
from .moment import MomentField
from .scope import registry


class ConsentQuerySet(PrimaryQuerySet["Consent"]):
    """Queries over remembered consent."""

    def between(self, client: Client, user_id: Any) -> "Consent | None":
        """The user's consent to the client, whether it has expired or not.

        Found by the unique index and written by its key, it is locked in one order by everybody.
        """
        return next(iter(self.filter(client=client, user_id=user_id)), None)

    def unexpired(self, now: datetime) -> Self:
        """The ones that were not given too long ago."""
        return self.filter(unexpired(now))

    def remembered(self, *, client: Client, user_id: Any, now: datetime) -> tuple[str, ...]:
        """What the user has allowed the client, or nothing if that is too long ago."""
        found = self.between(client, user_id)
        return found.remembered_names(now) if found else ()

    def remember(
        self,
        *,
        client: Client,
        user_id: Any,
        shown: Iterable[str],
        names: Iterable[str],
        now: datetime,
        expires_at: datetime | None,
    ) -> None:
        """Let ``names`` replace what was remembered of all that was ``shown`` to the user."""
        names, shown = list(names), set(shown)
        found = self.between(client, user_id)
        before = found.remembered_names(now) if found else ()
        refused, expand = shown.difference(names), registry().implications.expand
        kept = (name for name in before if name not in shown and not refused & expand([name]))
        joined = list(dict.fromkeys((*kept, *names)))[-scope.MAX_SCOPES :]
        agreed = {"scope": scope.format_scope(joined), "updated_at": now, "expires_at": expires_at}
        if found and self.filter(pk=found.pk).update(**agreed):
            return
        try:
            with transaction.atomic(using=self.db):
                self.create(client=client, user_id=user_id, created_at=now, **agreed)
        except IntegrityError:  # they agreed in another tab, and that was faster
            if faster := self.between(client, user_id):
                self.filter(pk=faster.pk).update(**agreed)


class Consent(Row):
    """One user's standing permission for one client. Narrowing or deleting it asks them again."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="consents")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="oauth_consents"
    )
    scope = models.TextField(_("scopes"), blank=True)
    created_at = MomentField(_("given"))
    updated_at = MomentField(_("changed"))
    expires_at = MomentField(_("expires"), null=True, blank=True, db_index=True)

    objects = ConsentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["user", "client"], name="unique_user_client_consent")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.client_id}"

    @property
    def scope_names(self) -> tuple[str, ...]:
        """What is allowed."""
        return scope.parse(self.scope)

    def remembered_names(self, now: datetime) -> tuple[str, ...]:
        """What is allowed, or nothing if that is too long ago."""
        is_expired = self.expires_at is not None and self.expires_at <= now
        return () if is_expired else self.scope_names
