"""Where tokens are written, and what it means that something was written."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self, TypeVar

from django.db import Error, models, router, transaction

logger = logging.getLogger(__name__)

M = TypeVar("M", bound=models.Model)


def committed(model: type[models.Model]) -> transaction.Atomic:
    """A transaction of its own: when the block has ended, its work is committed.

    Raises RuntimeError inside another transaction, which could still take the work back.
    """
    return transaction.atomic(using=router.db_for_write(model), durable=True)


@contextmanager
def dispensable(what: str, *, using: str) -> Iterator[None]:
    """A write on which no answer depends: where it is not possible, that is logged."""
    try:
        with transaction.atomic(using=using):
            yield
    except Error as error:  # read-only, full, locked, or away
        logger.warning("%s was not noted: %s", what, error)


class PrimaryQuerySet(models.QuerySet[M]):
    """Rows whose truth must not lag: nothing here is ever read from a replica."""

    def on_primary(self) -> Self:
        """Read where writes go."""
        return self.using(router.db_for_write(self.model))
