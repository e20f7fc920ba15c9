"""What an import has brought, what it left out, and what somebody should look at."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

SHOWN = 20  # lines of one kind, before the rest are only counted


@dataclass
class Report:
    """The figures, in the order in which they came up."""

    brought: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: dict[str, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def note(self, about: str, line: str) -> None:
        """Somebody should look at this one."""
        self.counts[about] += 1
        lines = self.notes.setdefault(about, [])
        if len(lines) < SHOWN:
            lines.append(line)

    def lines(self) -> Iterator[str]:
        """The report, for a terminal."""
        yield from _section("Brought", self.brought, "  nothing: all of it was here already")
        yield from _section("Ended here, as it has ended there", self.ended)
        yield from _section("Left out", self.left_out)
        for about, found in self.notes.items():
            yield f"{about}:"
            yield from (f"  {line}" for line in found)
            if (more := self.counts[about] - len(found)) > 0:
                yield f"  … and {more:,} more"


def _section(title: str, figures: Counter[str], empty: str = "") -> Iterator[str]:
    lines = [f"  {count:>12,}  {what}" for what, count in figures.items() if count]
    if lines or empty:
        yield f"{title}:"
        yield from lines or [empty]
