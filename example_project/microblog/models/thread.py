"""Threads: what a status replies to, and what replies to it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .account import Account
from .details import detailed_statuses
from .status import Status

MAX_STATUSES = 200


@dataclass(frozen=True)
class Thread:
    """What comes before and after a status, each in the order in which it is read."""

    ancestors: list[Status]
    descendants: list[Status]


def thread_of(status: Status, viewer: Account | None) -> Thread:
    """The thread around a status, as far as this account may see it and wants to."""
    seen = detailed_statuses().in_thread(status.thread_id or status.pk)
    seen = seen.visible_to(viewer).wanted_by(viewer).order_by("pk")[:MAX_STATUSES]
    by_id, replies = {each.pk: each for each in seen}, defaultdict(list)
    for each in seen:
        replies[each.in_reply_to_id].append(each)
    above = list(_above(status, by_id))
    return Thread(ancestors=above[::-1], descendants=list(_below(status, replies)))


def _above(status: Status, by_id: dict[int, Status]) -> Iterator[Status]:
    while (parent := by_id.get(status.in_reply_to_id or 0)) is not None:
        yield parent
        status = parent


def _below(status: Status, replies: dict[int | None, list[Status]]) -> Iterator[Status]:
    """Each reply before what replies to it; not recursive, as threads can be deep."""
    waiting = replies[status.pk][::-1]
    while waiting:
        reply = waiting.pop()
        yield reply
        waiting += replies[reply.pk][::-1]
