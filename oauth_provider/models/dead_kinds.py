"""Which kinds of dead rows there are, and how each of them is found by an index."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from oauth_provider.domain.retention import Retention

from . import dead_rows
from .access_token import AccessToken
from .dead_rows import Rows
from .pruning import Act, Pruning, Rule, Taken, delete, forget_answer, leave_or_forget
from .refresh_token import RefreshToken

# From one grant there may be any number of these; of codes there is one.
ISSUED: tuple[Rows, ...] = (AccessToken.objects.all(), RefreshToken.objects.all())
USUALLY_ISSUED = 4  # rows from one grant, which leave with it in one transaction


@dataclass(frozen=True)
class Kind:
    """One kind of row that leaves: whatever an index leads to."""

    name: str
    found: Rule
    by: str = "expires_at"  # the column of that index
    leave: Act = delete
    besides: Callable[[Retention], Q] | None = None  # what leaves with another kind, counted there
    batches_of_page: int = 1

    def count(self, pruning: Pruning) -> int:
        """How many would leave? Locks nothing."""
        return self.own(pruning).count()

    def own(self, pruning: Pruning) -> Rows:
        """All that is found and not counted elsewhere."""
        rows = pruning.rows(self.found)
        return rows.exclude(self.besides(pruning.kept)) if self.besides else rows

    def batches(self, pruning: Pruning) -> Iterator[Taken]:
        """Let all of them leave, and tell after each batch, which is committed then.

        What was passed over is looked for again, until there is nothing to take.
        """
        has_more = True
        while has_more:
            has_more = False
            for taken in self.once_through(pruning):
                has_more = has_more or bool(taken.rows)
                yield taken

    def once_through(self, pruning: Pruning) -> Iterator[Taken]:
        """Batch after batch, in the order of the index."""
        last = None
        while (taken := pruning.take(self.page(pruning, last), self.leave)).rows:
            yield taken
            *_, last = taken.rows[-1]

    def page(self, pruning: Pruning, last: Any, *columns: str) -> Rows:
        """Some rows of the index after that one: what has left is not met again on the way."""
        rows = pruning.rows(self.found).order_by(self.by).values_list("pk", *columns, self.by)
        return (rows if last is None else rows.filter(**{f"{self.by}__gt": last}))[: pruning.size]


@dataclass(frozen=True)
class GrantKind(Kind):
    """Grants, with everything that was issued from them."""

    due: Rule | None = None  # which of those that were found may leave; None: all of them
    key: str = "pk"  # the column that names them

    def count(self, pruning: Pruning) -> int:
        """How many would leave? Locks nothing."""
        own = self.own(pruning)
        return self.among(pruning, own.values(self.key)).count() if self.due else own.count()

    def once_through(self, pruning: Pruning) -> Iterator[Taken]:
        """Batch after batch, in the order of the index."""
        few = replace(pruning, size=max(pruning.size // USUALLY_ISSUED, 1))
        last = None
        while page := list(self.page(few, last, self.key)):
            keys = {grant for _, grant, _ in page}
            if self.due:
                keys = set(self.among(pruning, keys).values_list("pk", flat=True))
            yield from self.clear(pruning, page, keys)
            *_, last = page[-1]

    def among(self, pruning: Pruning, keys: Any) -> Rows:
        """Those of these grants that may leave."""
        return pruning.rows(self.due or self.found).filter(pk__in=keys)

    def clear(
        self, pruning: Pruning, _page: list[tuple[Any, ...]], due: set[Any]
    ) -> Iterator[Taken]:
        """Let these grants leave: first what is too much of it for one transaction."""
        for rows in ISSUED:
            issued = rows.using(pruning.using).filter(grant__in=due).values_list("pk")
            while issued[pruning.size :].exists():
                taken = pruning.take(issued[: pruning.size])
                if not taken.rows:
                    return  # somebody else is at them
                yield Taken([], len(taken.rows))
        yield pruning.take(self.among(pruning, due).values_list("pk"))


@dataclass(frozen=True)
class LastKind(GrantKind):
    """What expired before anybody used it: it leaves, and its grant too, if that was all."""

    besides: Callable[[Retention], Q] | None = dead_rows.of_ended_grants
    batches_of_page: int = 2  # those that leave with their grants, and those that leave alone
    due: Rule = dead_rows.exhausted_grants
    key: str = "grant_id"
    count = Kind.count  # of what was found, whether it leaves alone or with its grant

    def clear(
        self, pruning: Pruning, page: list[tuple[Any, ...]], due: set[Any]
    ) -> Iterator[Taken]:
        """Let the grants leave that are due, and from the others what was found alone."""
        for taken in super().clear(pruning, page, due):
            gone = {grant for grant, *_ in taken.rows}
            own = [row for row in page if row[1] in gone]
            yield Taken(own, len(taken.rows) + taken.others - len(own))
        alone = [pk for pk, grant, _ in page if grant not in due]
        rows = pruning.rows(self.found).filter(pk__in=alone).values_list("pk")
        yield pruning.take(rows, self.leave)


ACCESS_TOKENS = Kind("expired access tokens", dead_rows.access_tokens)
GRANTS = (
    GrantKind("expired authorizations", dead_rows.expired_grants),
    GrantKind(
        "revoked authorizations",
        dead_rows.revoked_grants,
        by="revoked_at",
        besides=dead_rows.of_expired_grants,
    ),
    LastKind("authorization codes that nobody used", dead_rows.unused_codes),
)
# Whatever the index leads to leaves: a handful is found at once, however many there are.
AT_HAND = (
    ACCESS_TOKENS,
    Kind("recent answers in spent refresh tokens", dead_rows.recent_answers, leave=forget_answer),
    *GRANTS,
    LastKind("old refresh tokens", dead_rows.old_refresh_tokens, leave=leave_or_forget),
)
# They leave in this order: what hangs from a grant is not counted again after it.
KINDS = (
    ACCESS_TOKENS,
    Kind("answers in spent refresh tokens", dead_rows.spent_answers, leave=forget_answer),
    *GRANTS,
    LastKind("refresh tokens that nobody used", dead_rows.unused_refresh_tokens),
    GrantKind(
        "authorizations of which nothing is left",
        dead_rows.endless_grants,
        by="pk",
        due=dead_rows.exhausted_grants,
    ),
    Kind("expired consents", dead_rows.consents),
    Kind("applications that nobody used", dead_rows.unused_clients, by="created_at"),
)
