"""Where tokens are written, and what it means that something was written."""

from typing import Self, TypeVar

from django.db import models, router, transaction

M = TypeVar("M", bound=models.Model)


def committed(model: type[models.Model]) -> transaction.Atomic:
    """A transaction of its own: when the block has ended, its work is committed.

    Raises RuntimeError inside another transaction, which could still take the work back.
    """
    return transaction.atomic(using=router.db_for_write(model), durable=True)


class PrimaryQuerySet(models.QuerySet[M]):
    """Rows whose truth must not lag: nothing here is ever read from a replica."""

    def on_primary(self) -> Self:
        """Read where writes go."""
        return self.using(router.db_for_write(self.model))
