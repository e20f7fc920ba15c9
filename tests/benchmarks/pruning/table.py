"""The figures, for people."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests.benchmarks.table import BUSY

Figures = dict[str, Any]

PRUNING = ("found", "removed", "seconds", "rows/s", "MiB at most", "live rows lost")
REFRESHING = ("refreshes", "failed", "median ms", "p99 ms", "most ms")


def table(machine: dict[str, str], runs: list[Figures]) -> str:
    """What was pruned, where, by whom, at what speed, and what clients noticed of it."""
    return "\n".join([*_head(machine, runs), *_pruned(runs), *_refreshed(runs)])


def _head(machine: dict[str, str], runs: list[Figures]) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in {**machine, **runs[0]["database"]}.items())
    yield f"{runs[0]['tokens']:,} tokens, each time in a fresh database"
    yield from (f"{run['name']}: {run['about']}" for run in runs)
    if any(run["is_busy"] for run in runs):
        yield BUSY


def _pruned(runs: list[Figures]) -> Iterator[str]:
    yield ""
    yield _row("expired tokens", PRUNING)
    for run in runs:
        cells = (
            f"{run['found']:,}",
            f"{run['removed']:,}",
            f"{run['seconds']:,.1f}",
            f"{run['per_second']:,.0f}",
            f"{run['peak']:,.0f}",
            f"{run['lost']:,}",
        )
        yield _row("  " + run["name"], cells)


def _refreshed(runs: list[Figures]) -> Iterator[str]:
    for when, title in (("at_rest", "refreshes, at rest"), ("meanwhile", "refreshes, meanwhile")):
        yield ""
        yield _row(title, REFRESHING)
        for run in runs:
            yield _row("  " + run["name"], _durations(run[when]))


def _durations(found: Figures) -> Iterator[str]:
    yield from (f"{found[name]:,}" for name in ("refreshes", "failed"))
    yield from (f"{found[name]:,.2f}" for name in ("median", "p99", "most"))


def _row(label: str, cells: Iterable[str]) -> str:
    return f"{label:46}" + "".join(f"{cell:>16}" for cell in cells)
