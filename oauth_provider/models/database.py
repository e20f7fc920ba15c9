"""Where rows are read and written, and what it means that something was written."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from django.db import Error, models, router, transaction

logger = logging.getLogger(__name__)

M = TypeVar("M", bound=models.Model)


def together(model: type[models.Model]) -> transaction.Atomic:
    """All of the block or nothing of it, where rows of this model are written."""
    return transaction.atomic(using=router.db_for_write(model))


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
    """Rows whose truth must not lag: they are read where they are written, whatever a router says.

    Relations of a row are read where the row was: what was read from a replica fits together.
    """

    _db: str | None
    _for_write: bool
    _hints: dict[str, Any]

    @property
    def db(self) -> str:
        """The database that is asked."""
        return self._db or self._db_of_row() or router.db_for_write(self.model)

    def may_lag(self) -> Self:
        """Let the router choose a replica: for what people look at, and nothing is decided by."""
        return self.using(router.db_for_read(self.model))

    def _db_of_row(self) -> str | None:
        row = None if self._for_write else self._hints.get("instance")
        return row._state.db if isinstance(row, Row) else None


class Row(models.Model):
    """A row of this app. Whatever way leads to it, it is read by a PrimaryQuerySet."""

    objects = PrimaryQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # reads what a foreign key refers to
