"""What may end or narrow a token early is told to whoever remembers tokens."""

from enum import StrEnum
from functools import partial
from typing import Any, Self, TypeVar

from django.db import connections, models, router, transaction
from django.dispatch import Signal

from .database import PrimaryQuerySet, Row

M = TypeVar("M", bound=models.Model)


class Subject(StrEnum):
    """What a token hangs from, or the token itself."""

    ACCESS_TOKEN = "access_token"  # noqa: S105 — a kind, not a value
    GRANT = "grant"
    CLIENT = "client"
    USER = "user"
    EVERYTHING = "everything"


# The tokens of these may be good no more: ``sender=Subject``, ``subject``, and ``keys``, which are
# primary keys. Sent at once, so that nothing is missed, and again when others can see the change.
changed = Signal()


def tell(subject: Subject, *keys: Any, using: str) -> None:
    """Say that something has changed, on this database."""
    send = partial(changed.send, sender=Subject, subject=subject, keys=keys)
    send()
    if connections[using].in_atomic_block:
        transaction.on_commit(send, using=using)


class Telling(Row):
    """A row that tells when it is deleted. Not when something else takes it along, which tells."""

    subject: Subject

    class Meta(Row.Meta):
        abstract = True

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        """Delete it."""
        using = using or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using):
            tell(self.subject, self.pk, using=using)
            return super().delete(using=using, keep_parents=keep_parents)


class ChangeQuerySet(PrimaryQuerySet[M]):
    """Rows that tokens hang from: whatever is done to them is told."""

    harmless: frozenset[str] = frozenset()  # columns by which no token lives
    _subject: tuple[Any, ...] = (Subject.EVERYTHING,)

    def of(self, subject: Subject, *keys: Any) -> Self:
        """The same rows, of which it is known whose tokens they are."""
        same = self.all()
        vars(same)["_subject"] = (subject, *keys)
        return same

    def update(self, **values: Any) -> int:
        """Change these. Returns how many."""
        changed_rows = super().update(**values)
        if not self.harmless.issuperset(values):
            tell(*self._subject, using=self.db)
        return changed_rows

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these."""
        deleted = super().delete()
        tell(*self._subject, using=self.db)
        return deleted

    delete.queryset_only = True  # type: ignore[attr-defined]  # no manager empties its table

    def _clone(self) -> Self:
        same: Self = super()._clone()  # type: ignore[misc]
        vars(same)["_subject"] = self._subject
        return same
