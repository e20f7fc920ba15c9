"""The figures, for people."""

from collections.abc import Iterable, Iterator
from typing import Any

Figures = dict[str, Any]

COLUMNS = ("queries", "least µs", "median µs", "p95 µs", "× floor", "(by least)", "× ours")
BUSY = "The machine had more to do than this: read the least, which nothing interrupted."
BEARER_COLUMNS = ("adds µs", "its query", "beyond it", "beyond ÷ query", "(by least)")


def table(runs: list[Figures]) -> str:
    """What was measured, where, with which settings, and how it came out on each database."""
    return "\n".join([*_head(runs[0]), *(line for run in runs for line in _run(run))])


def _head(figures: Figures) -> Iterator[str]:
    yield from _facts(figures["machine"])
    yield f"samples: {figures['samples']} of each, interleaved, one process, no network"
    yield ""
    for name, party in figures["parties"].items():
        yield f"{name}: {party['about']}"
        yield from (f"    {setting} = {value}" for setting, value in party["settings"].items())
    if not figures["has_toolkit"]:
        yield "django-oauth-toolkit is not installed: it was not measured."


def _run(run: Figures) -> Iterator[str]:
    yield ""
    yield from _facts(run["database"])
    if run["is_busy"]:
        yield BUSY
    yield ""
    operation = None
    for row in run["requests"]:
        if row["operation"] != operation:
            operation = row["operation"]
            yield _row(operation, COLUMNS)
        yield _row(
            "  " + row["party"],
            (
                str(row["queries"]),
                *_durations(row),
                f"{row['times_floor']:,.2f}",
                f"{row['least_times_floor']:,.2f}",
                f"{row['times_ours']:,.2f}",
            ),
        )
    yield from _bearer_checks(run)
    yield _comparison(run["floor_differs"])


def _bearer_checks(run: Figures) -> Iterator[str]:
    yield _row("an API view", ("queries", *COLUMNS[1:4], "adds µs", "adds ÷ view"))
    yield _row("  no authentication", ("0", *_durations(run["without_authentication"])))
    for row in run["without_query"]:
        added = (f"{row['adds']:,.0f}", f"{row['times_view']:,.2f}")
        yield _row("  " + row["party"], ("0", *_durations(row), *added))
    yield _row("what the bearer check adds", BEARER_COLUMNS)
    for row in run["bearer_check"]:
        durations = (f"{row[name]:,.0f}" for name in ("adds", "query", "beyond_query"))
        times = (f"{row[name]:,.2f}" for name in ("times_query", "least_times_query"))
        yield _row("  " + row["party"], (*durations, *times))


def _comparison(differing: list[str]) -> str:
    if differing:
        return f"The floor runs other statements than oauth_provider: {', '.join(differing)}."
    return "The floor runs the statements that oauth_provider runs."


def _durations(cell: Figures) -> Iterator[str]:
    return (f"{cell[name]:,.0f}" for name in ("least", "median", "p95"))


def _facts(facts: dict[str, str]) -> Iterator[str]:
    return (f"{name}: {value}" for name, value in facts.items())


def _row(label: str, cells: Iterable[str]) -> str:
    return f"{label:34}" + "".join(f"{cell:>16}" for cell in cells)
