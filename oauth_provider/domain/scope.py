"""Scopes: parsing, implication (``read`` implies ``read:statuses``), meet, join, covers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

SCOPE_TOKEN = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")  # RFC 6749 §3.3
MAX_SCOPES = 100
MAX_LENGTH = 100  # of one scope's name


class ScopeSyntaxError(ValueError):
    """Not a list of scope-tokens by RFC 6749 §3.3, or an absurdly long one."""


def is_scope_token(name: str) -> bool:
    """Is this the name of one scope?"""
    return len(name) <= MAX_LENGTH and SCOPE_TOKEN.fullmatch(name) is not None


def prefix_of(implied: str) -> str | None:
    """``read:`` of ``read:*``; None for what is no prefix, but a name.

    A prefix ends in its separator: ``read*`` would take in ``readers``, and ``*`` all that comes.
    """
    prefix, star = implied[:-1], implied[-1:]
    is_prefix = star == "*" and is_scope_token(prefix)
    return prefix if is_prefix and not prefix[-1].isalnum() and prefix[-1] != "*" else None


def parse(text: str) -> tuple[str, ...]:
    """The names in a space separated list, each once, in their first order.

    Raises ScopeSyntaxError for a name RFC 6749 §3.3 does not allow, and for more than 100.
    """
    names = tuple(dict.fromkeys(text.split(" "))) if text else ()
    names = tuple(name for name in names if name)
    if len(names) > MAX_SCOPES:
        raise ScopeSyntaxError(f"more than {MAX_SCOPES} scopes")
    for name in names:
        if not is_scope_token(name):
            raise ScopeSyntaxError(f"not a scope: {name[:MAX_LENGTH]!r}")
    return names


def format_scope(names: Iterable[str]) -> str:
    """The space separated list, as the wire and the database have it."""
    return " ".join(names)


@dataclass(frozen=True)
class Implications:
    """Which scope includes which: the reflexive, transitive closure of what was declared."""

    closure: Mapping[str, frozenset[str]]

    @classmethod
    def declared(cls, edges: Mapping[str, Iterable[str]]) -> "Implications":
        """Close declarations such as ``{"read": ["read:*"], "follow": ["read:follows"]}``."""
        steps = _steps(edges)
        return cls({name: frozenset(_reach(name, steps)) for name in steps})

    def expand(self, held: Iterable[str]) -> frozenset[str]:
        """Everything that ``held`` lets its holder do. An undeclared scope stands for itself."""
        return frozenset().union(*(self.closure.get(name, {name}) for name in held))

    def covers(self, held: Iterable[str], wanted: Iterable[str]) -> bool:
        """May the holder of ``held`` do all of ``wanted``?"""
        return self.expand(held).issuperset(wanted)

    def meet(self, one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
        """What both allow: the greatest scope that each of the two covers."""
        first, second = tuple(one), tuple(other)
        shared = self.expand(first) & self.expand(second)
        named = tuple(name for name in self.join(first, second) if name in shared)
        return (*named, *self.maximal(sorted(shared - self.expand(named))))

    def join(self, one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
        """What either allows: the least scope that covers each of the two."""
        return tuple(dict.fromkeys((*one, *other)))

    def maximal(self, names: Iterable[str]) -> tuple[str, ...]:
        """The fewest of the names that say the same: those that no other one implies."""
        kept: list[str] = []
        for name in dict.fromkeys(names):
            if not self.covers(kept, [name]):
                kept = [other for other in kept if not self.covers([name], [other])]
                kept.append(name)
        return tuple(kept)

    def without(self, held: Iterable[str], name: str) -> tuple[str, ...]:
        """What is left of ``held`` when ``name``, and all that it implies, is taken back.

        A scope that implies ``name`` falls apart into the greatest of its other parts.
        """
        held, taken = tuple(held), self.expand([name])
        whole = [one for one in held if one not in taken and not self.covers([one], [name])]
        parts = sorted(self.expand(held) - taken - self.expand(whole))
        left = (part for part in parts if not self.covers([part], [name]))
        return self.join(whole, self.maximal(left))


def cycles(edges: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """The ways on which scopes imply themselves, each circle once."""
    seen: set[str] = set()
    for name in edges:
        if name not in seen and (found := cycle_through(name, edges)):
            seen.update(found)
            yield found


def cycle_through(start: str, edges: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The shortest way on which ``start`` implies itself, as ``("read", "a", "read")``, or none.

    A scope below a prefix of its own, such as ``read:all`` below ``read:*``, is no cycle.
    """
    steps, seen = _steps(edges), {start}
    ways: list[tuple[str, ...]] = [(start,)]
    for way in ways:
        for name in sorted(steps.get(way[-1], ())):
            if name == start:
                return (*way, start)
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


def _steps(edges: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(_resolve(name, edges)) for name in edges}


def _resolve(name: str, edges: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for implied in edges[name]:
        if (prefix := prefix_of(implied)) is None:
            yield implied
        else:
            yield from (other for other in edges if other.startswith(prefix) and other != name)


def _reach(start: str, edges: Mapping[str, frozenset[str]]) -> set[str]:
    reached, ahead = {start}, [start]
    while ahead:
        fresh = edges.get(ahead.pop(), frozenset()) - reached
        reached |= fresh
        ahead.extend(fresh)
    return reached
