"""Authorization codes (RFC 6749 §4.1.2): redeemed once."""

from datetime import datetime
from typing import Any

from django.db import models, router
from django.utils.translation import gettext_lazy as _

from .compiled import Update
from .issued import Issued, IssuedQuerySet
from .moment import MomentField


class AuthorizationCodeQuerySet(IssuedQuerySet["AuthorizationCode"]):
    """Queries over authorization codes."""


class AuthorizationCode(Issued):
    """One code, and what its redemption must prove.

    A redeemed one expires no more, since it can be replayed as long as its grant lives.
    """

    redirect_uri = models.TextField(_("redirect URI"))
    is_redirect_uri_required = models.BooleanField(
        default=True, help_text=_("The client named its redirect URI, and must name it again.")
    )
    code_challenge = models.CharField(max_length=128, blank=True)
    redeemed_at = MomentField(_("redeemed"), null=True)

    objects = AuthorizationCodeQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Issued.Meta):
        verbose_name = _("authorization code")
        verbose_name_plural = _("authorization codes")
        default_related_name = "authorization_codes"

    def redeem(self, now: datetime) -> bool:
        """Spend the code. One caller gets True; every other one is replaying it."""
        return _REDEEM.run(self.pk, now, None, using=router.db_for_write(AuthorizationCode)) == 1


def _unredeemed(pk: Any) -> AuthorizationCodeQuerySet:
    return AuthorizationCode.objects.filter(pk=pk, redeemed_at=None)


_REDEEM = Update(_unredeemed, "redeemed_at", "expires_at")
