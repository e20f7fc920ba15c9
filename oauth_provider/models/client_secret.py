"""Client secrets: several may live at once, so that a rotation needs no downtime."""

from datetime import datetime, timedelta

from django.db import models, router
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import secret

from .client import Client
from .database import PrimaryQuerySet, Row, dispensable
from .moment import MomentField

LENGTH_TO_HINT_AT = 16  # of a shorter one, four characters say too much
LENGTH_TO_DIGEST_AT = 32  # a shorter one could be guessed from its digest
USE_RECORDED_EVERY = timedelta(hours=1)


class ClientSecretQuerySet(PrimaryQuerySet["ClientSecret"]):
    """Queries over client secrets."""

    def issue(
        self, *, client: Client, label: str = "", value: str | None = None
    ) -> "tuple[ClientSecret, str]":
        """A new secret and its value, which is not kept and cannot be shown again."""
        value = value or secret.generate(secret.Kind.CLIENT_SECRET)
        row = self.create(
            client=client,
            label=label,
            digest=secret.digest(value),
            last_four=value[-4:] if len(value) >= LENGTH_TO_HINT_AT else "",
        )
        return row, value

    def digest_at_first_use(self, secret_id: int, value: str) -> None:
        """Now that it is known, let its digest take the place of a slow hash, if it is long."""
        if len(value) < LENGTH_TO_DIGEST_AT:
            return
        known = {"digest": secret.digest(value), "last_four": value[-4:]}
        with dispensable(
            f"client secret {secret_id}: its digest", using=router.db_for_write(self.model)
        ):
            self.filter(id=secret_id, digest="").update(password_hash="", **known)

    def slow_hash(self) -> str:
        """The password hash of some secret, if any still has one."""
        slow = self.filter(revoked_at=None, password_hash__gt="").order_by("password_hash")
        return slow.values_list("password_hash", flat=True).first() or ""

    def record_use(self, secret_id: int, now: datetime) -> None:
        """Remember that the secret was used. Written at most once an hour."""
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_RECORDED_EVERY)
        with dispensable(
            f"client secret {secret_id}: its use", using=router.db_for_write(self.model)
        ):
            self.filter(stale, id=secret_id).update(last_used_at=now)

    def expire_by(self, end: datetime) -> int:
        """Let these secrets live until then, and no longer. Returns how many that shortened."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=end)).update(expires_at=end)

    def revoke(self, now: datetime) -> int:
        """End these secrets at once. Returns how many were alive."""
        return self.filter(revoked_at=None).update(revoked_at=now)


class ClientSecret(Row):
    """One secret of a client: what is known of it without knowing it."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="secrets")
    label = models.CharField(_("label"), max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    # As Django's hashers have it, of one that was not made here and not used here yet.
    password_hash = models.CharField(max_length=255, blank=True, editable=False)
    last_four = models.CharField(_("ends in"), max_length=4, editable=False)
    created_at = MomentField(_("created"), default=timezone.now, editable=False)
    expires_at = MomentField(_("expires"), null=True, blank=True)
    last_used_at = MomentField(_("last used"), null=True, editable=False)
    revoked_at = MomentField(_("revoked"), null=True, editable=False)

    objects = ClientSecretQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("client secret")
        verbose_name_plural = _("client secrets")
        ordering = ["-id"]
        indexes = [models.Index(fields=["revoked_at", "password_hash"], name="client_secret_slow")]

    def __str__(self) -> str:
        return f"…{self.last_four}"
