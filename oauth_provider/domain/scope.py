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
        resolved = {name: frozenset(_resolve(edges[name], edges)) for name in edges}
        return cls({name: frozenset(_reach(name, resolved)) for name in resolved})

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
        named = tuple(dict.fromkeys(names))
        return tuple(name for name in named if not self._is_implied_by_another(name, named))

    def without(self, held: Iterable[str], name: str) -> tuple[str, ...]:
        """What is left of ``held`` when ``name``, and all that it implies, is taken back.

        A scope that implies ``name`` falls apart into the greatest of its other parts.
        """
        held = tuple(held)
        taken, whole = self.expand([name]), [h for h in held if not self.covers([h], [name])]
        parts = self.expand(h for h in held if h != name and h not in whole) - taken
        left = sorted(part for part in parts if not self.covers([part], [name]))
        fresh = (part for part in left if not self.covers(whole, [part]))
        return self.join(whole, self.maximal(fresh))

    def _is_implied_by_another(self, name: str, names: Iterable[str]) -> bool:
        implying = (other for other in names if name in self.closure.get(other, ()))
        return any(other not in self.closure.get(name, {name}) for other in implying)


def _resolve(implied: Iterable[str], declared: Iterable[str]) -> Iterator[str]:
    for name in implied:
        if name.endswith("*"):
            yield from (other for other in declared if other.startswith(name[:-1]))
        else:
            yield name


def _reach(start: str, edges: Mapping[str, frozenset[str]]) -> set[str]:
    reached, ahead = {start}, [start]
    while ahead:
        fresh = edges.get(ahead.pop(), frozenset()) - reached
        reached |= fresh
        ahead.extend(fresh)
    return reached
