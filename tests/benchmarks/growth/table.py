"""The figures, for people."""

from collections.abc import Iterator
from typing import Any

from tests.benchmarks.table import BUSY

Figures = dict[str, Any]

COLUMNS = (
    "small, least µs",
    "median µs",
    "large, least µs",
    "median µs",
    "large ÷ small",
    "(by least)",
)
SIZES = ("rows", "table MiB", "indexes MiB", "bytes a row")
TARGET = 1.2


def table(figures: Figures) -> str:
    """What each operation costs among few tokens and among many."""
    return "\n".join([*_head(figures), *_operations(figures), *_sizes(figures["sizes"])])


def _head(figures: Figures) -> Iterator[str]:
    facts = {**figures["machine"], **figures["database"]}
    yield from (f"{name}: {value}" for name, value in facts.items())
    for name, size in figures["sizes"].items():
        yield f"{name}: {size['tokens']:,} live tokens, seeded in {size['seconds']:,.0f} s"
    yield f"samples: {figures['samples']} of each, interleaved, one process, no network"
    if figures["is_busy"]:
        yield BUSY


def _operations(figures: Figures) -> Iterator[str]:
    yield ""
    yield _row("", COLUMNS)
    for row in figures["operations"]:
        durations = (
            f"{row[s][name]:,.0f}" for s in ("small", "large") for name in ("least", "median")
        )
        ratios = (f"{row[name]:,.2f}" for name in ("ratio", "least_ratio"))
        yield _row(row["operation"], (*durations, *ratios))
    worst = max(figures["operations"], key=lambda row: row["ratio"])
    yield f"At most {TARGET} is wanted; the most is {worst['ratio']:.2f}: {worst['operation']}."


def _sizes(sizes: Figures) -> Iterator[str]:
    for name, size in sizes.items():
        if not size["tables"]:
            continue
        yield ""
        yield _row(f"{name}: room on disk", SIZES)
        for table_name, found in size["tables"].items():
            both = found["table"] + found["indexes"]
            mib = (f"{found[part] / 2**20:,.1f}" for part in ("table", "indexes"))
            cells = (f"{found['rows']:,}", *mib, f"{both / max(found['rows'], 1):,.0f}")
            yield _row("  " + table_name, cells)


def _row(label: str, cells: tuple[str, ...]) -> str:
    return f"{label:36}" + "".join(f"{cell:>17}" for cell in cells)
