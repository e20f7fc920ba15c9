"""Initial access tokens: who may register clients over the API (RFC 7591 §1.2)."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import secret

from .database import PrimaryQuerySet, Row
from .moment import MomentField


class InitialAccessTokenQuerySet(PrimaryQuerySet["InitialAccessToken"]):
    """Queries over initial access tokens."""

    def issue(
        self, *, label: str, expires_at: datetime | None = None, uses_left: int | None = None
    ) -> "tuple[InitialAccessToken, str]":
        """A new token and its value, which is not kept and cannot be shown again."""
        value = secret.generate(secret.Kind.INITIAL_ACCESS_TOKEN)
        row = self.create(
            label=label,
            digest=secret.digest(value),
            last_four=value[-4:],
            expires_at=expires_at,
            uses_left=uses_left,
        )
        return row, value

    def use(self, value: str, now: datetime) -> bool:
        """Take one use of the token. False if it is unknown, expired, revoked or used up."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=now)
        unspent = Q(uses_left=None) | Q(uses_left__gt=0)
        live = self.filter(unexpired, unspent, digest=secret.digest(value), revoked_at=None)
        return live.update(uses_left=F("uses_left") - 1, last_used_at=now) == 1


class InitialAccessToken(Row):
    """The right to register clients, for a while or a number of times."""

    label = models.CharField(_("label"), max_length=100, help_text=_("Who it is for."))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    last_four = models.CharField(_("ends in"), max_length=4, editable=False)
    created_at = MomentField(_("created"), default=timezone.now, editable=False)
    expires_at = MomentField(_("expires"), null=True, blank=True)
    uses_left = models.PositiveIntegerField(
        _("uses left"), null=True, blank=True, help_text=_("Empty: any number.")
    )
    last_used_at = MomentField(_("last used"), null=True, editable=False)
    revoked_at = MomentField(_("revoked"), null=True, editable=False)

    objects = InitialAccessTokenQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("initial access token")
        verbose_name_plural = _("initial access tokens")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.label} …{self.last_four}"
