"""What accounts are to each other, for however many of them at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from .account import Account
from .relation import Block, Follow, Mute, Relation


@dataclass(frozen=True, kw_only=True)
class Relationship:
    """What is between an account and one other."""

    target: Account
    following: bool
    followed_by: bool
    blocking: bool
    blocked_by: bool
    muting: bool


class Relationships:
    """What one account is to some others, in one query for each kind of relation."""

    def __init__(self, source: Account, targets: Iterable[Account]) -> None:
        self.source = source
        self.targets = list(targets)
        self.follows = self.pairs(Follow)
        self.blocks = self.pairs(Block)
        self.mutes = self.pairs(Mute)

    def __iter__(self) -> Iterator[Relationship]:
        """One for each of the others, in their order."""
        return map(self.with_target, self.targets)

    def pairs(self, kind: type[Relation]) -> set[tuple[int, int]]:
        """Who is so related to whom, in either direction."""
        to_them = Q(source=self.source, target__in=self.targets)
        from_them = Q(source__in=self.targets, target=self.source)
        found = kind.objects.filter(to_them | from_them)
        return set(found.values_list("source_id", "target_id"))

    def with_target(self, target: Account) -> Relationship:
        """What is between the account and this one."""
        there, back = (self.source.pk, target.pk), (target.pk, self.source.pk)
        return Relationship(
            target=target,
            following=there in self.follows,
            followed_by=back in self.follows,
            blocking=there in self.blocks,
            blocked_by=back in self.blocks,
            muting=there in self.mutes,
        )


def relationship(source: Account, target: Account) -> Relationship:
    """What is between these two."""
    return Relationships(source, [target]).with_target(target)
