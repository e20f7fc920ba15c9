"""What is a user asked about, and what do their ticks grant?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .scope import Implications


@dataclass(frozen=True)
class Question:
    """The asked scope in three parts: allowed before, not to be declined, and one tick for each.

    A tick grants its scope and those of the asked ones that it implies: they are folded into it.
    """

    asked: tuple[str, ...]
    allowed: tuple[str, ...]
    required: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(
        cls,
        asked: tuple[str, ...],
        *,
        before: Iterable[str],
        required: Iterable[str],
        implications: Implications,
    ) -> "Question":
        """Ask only what is new; where nothing is, ask all of it again."""
        covered = _covered(asked, by=before, implications=implications)
        allowed = () if covered == asked else covered
        rest = tuple(name for name in asked if name not in allowed)
        needed = _covered(rest, by=required, implications=implications)
        optional = tuple(name for name in rest if name not in needed)
        choices = {
            name: _covered(optional, by=[name], implications=implications)
            for name in implications.maximal(optional)
        }
        return cls(asked, allowed, needed, choices)

    def granted(self, ticked: Iterable[str]) -> tuple[str, ...]:
        """What an answer grants, in the order it was asked for. Unknown ticks count for nothing."""
        chosen = (self.choices.get(name, ()) for name in ticked)
        names = {*self.allowed, *self.required}.union(*chosen)
        return tuple(name for name in self.asked if name in names)

    def holds(
        self, *, before: Iterable[str], required: Iterable[str], implications: Implications
    ) -> bool:
        """Is all still allowed that the user was told so, and required what they could not untick?

        What was allowed meanwhile, in another tab, takes no choice from them.
        """
        rest = tuple(name for name in self.asked if name not in self.allowed)
        needed = _covered(rest, by=required, implications=implications)
        return implications.covers(before, self.allowed) and needed == self.required


def _covered(
    names: Iterable[str], *, by: Iterable[str], implications: Implications
) -> tuple[str, ...]:
    held = implications.expand(by)
    return tuple(name for name in names if name in held)
