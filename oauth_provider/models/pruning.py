"""Dead rows leave from one database, in small transactions that wait for nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connections, transaction
from django.db.models import QuerySet

from oauth_provider.domain.retention import Retention

from .dead_rows import Rows
from .trouble import retried

Rule = Callable[[Retention], Rows]
Act = Callable[[Rows], int]


def delete(rows: Rows) -> int:
    """Let them go, with whatever hangs from them. Returns how many rows that is."""
    return rows.delete()[0]


def forget_answer(rows: Rows) -> int:
    """Keep the spent tokens, since they may be reused, but not what they were exchanged for."""
    return rows.update(sealed_successor=None, expires_at=None)


def leave_or_forget(rows: Rows) -> int:
    """Of refresh tokens, let those go that nobody used, and of the spent ones the answer."""
    forgotten = forget_answer(rows.exclude(rotated_at=None))
    return forgotten + delete(rows.filter(rotated_at=None))


class Taken(NamedTuple):
    """What has left: these rows, each with its primary key first, and others with them."""

    rows: list[tuple[Any, ...]]
    others: int = 0


@dataclass(frozen=True)
class Pruning:
    """What leaves from one database, as of one moment, about ``size`` rows at a time."""

    kept: Retention
    using: str
    size: int

    def rows(self, rule: Rule) -> Rows:
        """The rows that a rule names."""
        return rule(self.kept).using(self.using)

    def take(self, rows: Rows, leave: Act = delete) -> Taken:
        """Let rows leave in a transaction of their own, by their primary keys.

        Those that somebody has locked are passed over, where the database can do that.
        """
        return retried(lambda: self._take(rows, leave))

    def _take(self, rows: Rows, leave: Act) -> Taken:
        skips = connections[self.using].features.has_select_for_update_skip_locked
        with transaction.atomic(using=self.using, durable=True):
            found = list(rows.select_for_update(skip_locked=skips))
            keys = [key for key, *_ in found]
            total = leave(QuerySet(rows.model, using=self.using).filter(pk__in=keys))
        return Taken(found, total - len(keys))
