"""What a user has allowed a client so far."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import scope

from .client import Client
from .database import PrimaryQuerySet
from .grant import Grant
from .scope import registry


class ConsentQuerySet(PrimaryQuerySet["Consent"]):
    """Queries over remembered consent."""

    def remembered(self, *, client: Client, user_id: Any, now: datetime) -> tuple[str, ...]:
        """What the user has allowed the client, or nothing if that is too long ago."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=now)
        found = self.filter(unexpired, client=client, user_id=user_id).first()
        return found.scope_names if found else ()

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
        before = self.remembered(client=client, user_id=user_id, now=now)
        refused, expand = shown.difference(names), registry().implications.expand
        kept = (name for name in before if name not in shown and not refused & expand([name]))
        joined = scope.format_scope(dict.fromkeys((*kept, *names)))
        agreed = {"scope": joined, "updated_at": now, "expires_at": expires_at}
        theirs = self.filter(client=client, user_id=user_id)
        if theirs.update(**agreed):
            return
        try:
            with transaction.atomic(using=self.db):
                self.create(client=client, user_id=user_id, created_at=now, **agreed)
        except IntegrityError:  # they agreed in another tab, and that was faster
            theirs.update(**agreed)

    def withdraw(self, now: datetime) -> int:
        """Forget these, and end all that was issued on their strength. Returns how many."""
        for client_id, user_id in self.values_list("client_id", "user_id"):
            Grant.objects.on_primary().filter(client_id=client_id, user_id=user_id).revoke(now)
        forgotten, _by_model = self.delete()
        return forgotten


class Consent(models.Model):
    """One user's standing permission for one client. Narrowing or deleting it asks them again."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="consents")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="oauth_consents"
    )
    scope = models.TextField(_("scopes"), blank=True)
    created_at = models.DateTimeField(_("given"))
    updated_at = models.DateTimeField(_("changed"))
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

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
