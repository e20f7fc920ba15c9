"""Refresh tokens (RFC 6749 §1.5): used once."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, router
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain import rotation, scope
from oauth_provider.domain.liveness import Liveness
from oauth_provider.domain.rotation import Verdict

from .compiled import Update
from .issued import Issued, IssuedQuerySet
from .moment import MomentField
from .scope import registry


class RefreshTokenQuerySet(IssuedQuerySet["RefreshToken"]):
    """Queries over refresh tokens."""


class RefreshToken(Issued):
    """One refresh token. Once spent, it keeps the answer it bought, sealed under its own value.

    A spent one expires no more, since it can be reused as long as its grant lives: from then on
    ``expires_at`` is the end of its answer, and empty once that is gone.
    """

    scope = models.TextField(_("scopes"), blank=True)
    rotated_at = MomentField(_("spent"), null=True)
    sealed_successor = models.BinaryField(null=True, editable=False)

    objects = RefreshTokenQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Issued.Meta):
        verbose_name = _("refresh token")
        verbose_name_plural = _("refresh tokens")
        default_related_name = "refresh_tokens"

    @property
    def scope_names(self) -> tuple[str, ...]:
        """What it was issued for."""
        return scope.parse(self.scope)

    @property
    def granted_names(self) -> tuple[str, ...]:
        """What a refresh can still give: the meet with what may be issued from its grant."""
        return registry().implications.meet(self.scope_names, self.grant.granted_names)

    def judge(self, now: datetime, *, window: timedelta) -> Verdict:
        """What becomes of it, now that it is presented?"""
        return rotation.judge(
            rotated_at=self.rotated_at,
            expires_at=self.expires_at,
            is_grant_alive=self.grant.liveness(now) is Liveness.LIVE,
            now=now,
            window=window,
        )

    def spend(self, now: datetime, *, sealed_successor: bytes, window: timedelta) -> bool:
        """Rotate it. One caller gets True; every other one finds it spent."""
        using = router.db_for_write(RefreshToken)
        return _SPEND.run(self.pk, now, sealed_successor, now + window, using=using) == 1

    def renew(self, expires_at: datetime) -> bool:
        """Let it live on unrotated, for a client that may. False if it was spent before."""
        using = router.db_for_write(RefreshToken)
        return _RENEW.run(self.pk, expires_at, using=using) == 1


def _unspent(pk: Any) -> RefreshTokenQuerySet:
    return RefreshToken.objects.filter(pk=pk, rotated_at=None)


_SPEND = Update(_unspent, "rotated_at", "sealed_successor", "expires_at")
_RENEW = Update(_unspent, "expires_at")
