"""What was brought from the toolkit's tables, so that running the import again brings the rest.

Neither has a foreign key: what is pruned here is not held back, and is not brought twice.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from oauth_provider.models.database import PrimaryQuerySet, Row


class ImportedGrant(Row):
    """The grant that a token family, or a client's other tokens of one user, became."""

    source = models.CharField(max_length=80, unique=True)
    grant_id = models.BigIntegerField()

    objects = PrimaryQuerySet["ImportedGrant"].as_manager()

    class Meta:
        verbose_name = _("imported authorization")
        verbose_name_plural = _("imported authorizations")

    def __str__(self) -> str:
        return self.source


class ImportedToken(Row):
    """A live token that was brought: from now on, this side says whether it is good."""

    class Kind(models.TextChoices):
        """Which table it is from."""

        ACCESS_TOKEN = "access", _("access token")
        REFRESH_TOKEN = "refresh", _("refresh token")

    kind = models.CharField(max_length=7, choices=Kind)
    source_pk = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)

    objects = PrimaryQuerySet["ImportedToken"].as_manager()

    class Meta:
        verbose_name = _("imported token")
        verbose_name_plural = _("imported tokens")

    def __str__(self) -> str:
        return f"{self.kind} {self.source_pk}"
