"""What a call needs: sets of scopes, any one of which will do. Views name them in many ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from oauth_provider.models import AccessToken
from oauth_provider.models.scope import registry

LIKE_GET = frozenset({"HEAD", "OPTIONS"})


@dataclass(frozen=True, init=False)
class AnyOf:
    """Alternatives: ``AnyOf(["read"], ["follow", "write"])`` wherever a list of scopes may stand.

    A list alone is its only alternative. ``AnyOf()`` has none, so that nothing will do.
    """

    sets: tuple[tuple[str, ...], ...]

    def __init__(self, *alternatives: "Scopes") -> None:
        sets = tuple(found for each in alternatives for found in _sets(each))
        object.__setattr__(self, "sets", sets)

    def __or__(self, other: "AnyOf") -> "AnyOf":
        return AnyOf(*dict.fromkeys((*self.sets, *other.sets)))

    def __and__(self, other: "AnyOf") -> "AnyOf":
        pairs = product(self.sets, other.sets)
        return AnyOf(*dict.fromkeys(tuple(dict.fromkeys((*a, *b))) for a, b in pairs))

    def is_covered_by(self, token: AccessToken) -> bool:
        """May the token do what one of the alternatives asks?"""
        return any(token.allows(names) for names in self.sets)

    def nearest_to(self, token: AccessToken) -> tuple[str, ...]:
        """The alternative to ask for: one its client may have, and that adds the least."""
        covers, possible = registry().implications.covers, token.grant.client.scope_names

        def distance(names: tuple[str, ...]) -> tuple[bool, int, int]:
            lacking = sum(1 for name in names if not token.allows([name]))
            return not covers(possible, names), lacking, len(names)

        return min(self.sets, key=distance, default=())


Scopes: TypeAlias = Sequence[str] | AnyOf
RequiredScopes: TypeAlias = Scopes | Mapping[str, Scopes]


def declared(*required: RequiredScopes) -> RequiredScopes:
    """What a decorator was given: names of scopes, or one list, AnyOf or mapping."""
    names = [each for each in required if isinstance(each, str)]
    if len(names) == len(required):
        return names
    if len(required) == 1 and isinstance(required[0], Sequence | AnyOf | Mapping):
        return required[0]
    raise TypeError("Name the scopes that are needed, or one list, AnyOf or mapping of them.")


def scopes_for(
    declared: RequiredScopes | None, method: str | None, view: object = None
) -> Scopes | None:
    """What a call by this method needs; None if the declaration does not name it.

    The keys of a mapping are a viewset's actions, which go first, and methods in capitals. HEAD
    and OPTIONS need what GET needs, unless they are named.
    """
    if not isinstance(declared, Mapping):
        return declared
    keys: list[Any] = [getattr(view, "action", None), method]
    if method in LIKE_GET:
        keys += [(getattr(view, "action_map", None) or {}).get("get"), "GET"]
    return next((declared[key] for key in keys if key in declared), None)


def _sets(scopes: Scopes) -> tuple[tuple[str, ...], ...]:
    if isinstance(scopes, AnyOf):
        return scopes.sets
    texts = [scopes] if isinstance(scopes, str) else scopes
    return (tuple(name for text in texts for name in text.split()),)
