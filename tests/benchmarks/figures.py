"""The figures of a run: durations in microseconds, and how they compare."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from .machine import is_busy, machine_facts
from .operations import BEARER_CHECK, OPERATIONS
from .party import Party
from .rounds import TURN, Subject
from .run import BELIEVING, BY_FINDING, ITS_QUERY, UNPROTECTED, Run
from .settings import HAS_TOOLKIT

Figures = dict[str, Any]


def figures(run: Run, *, rounds: int) -> Figures:
    """Everything that is known, as JSON can say it."""
    return {
        "machine": machine_facts(),
        "is_busy": is_busy(),
        "database": run.database,
        "samples": rounds * TURN,
        "has_toolkit": HAS_TOOLKIT,
        "parties": {party.name: _party(party) for party in run.parties},
        "floor_differs": run.differing,
        "requests": list(_requests(run)),
        "without_authentication": _cell(run.subject(BEARER_CHECK.name, UNPROTECTED)),
        "bearer_check": list(_bearer_checks(run)),
        "without_query": list(_without_query(run)),
    }


def _party(party: Party) -> Figures:
    settings = {name: str(value) for name, value in party.settings.items()}
    return {"about": party.about, "settings": settings}


def _requests(run: Run) -> Iterator[Figures]:
    for operation in (operation.name for operation in OPERATIONS):
        floor = run.subject(operation, "floor")
        ours = run.subject(operation, "oauth_provider")
        for party in (party.name for party in run.parties):
            cell = _cell(run.subject(operation, party))
            yield {
                "operation": operation,
                "party": party,
                **cell,
                "queries": len(run.statements[operation, party]),
                "times_floor": cell["median"] / floor.median,
                "least_times_floor": cell["least"] / floor.least,
                "times_ours": cell["median"] / ours.median,
            }


def _bearer_checks(run: Run) -> Iterator[Figures]:
    for party in (party.name for party in run.parties):
        yield _bearer_check(run, party, run.subject(ITS_QUERY, party))
    by_finding = run.subject(ITS_QUERY, BY_FINDING)
    yield {**_bearer_check(run, "oauth_provider", by_finding), "party": BY_FINDING}


def _without_query(run: Run) -> Iterator[Figures]:
    without = run.subject(BEARER_CHECK.name, UNPROTECTED)
    for name in (BELIEVING, *(f"remembered in {place}" for place in settings.TOKEN_CACHES)):
        checked = run.subject(BEARER_CHECK.name, name)
        yield {
            "party": checked.party,
            **_cell(checked),
            "adds": checked.median - without.median,
            "times_view": (checked.median - without.median) / without.median,
        }


def _bearer_check(run: Run, party: str, query: Subject) -> Figures:
    without = run.subject(BEARER_CHECK.name, UNPROTECTED)
    checked = run.subject(BEARER_CHECK.name, party)
    beyond = checked.median - without.median - query.median
    least_beyond = checked.least - without.least - query.least
    return {
        "party": party,
        "adds": checked.median - without.median,
        "query": query.median,
        "beyond_query": beyond,
        "times_query": beyond / query.median,
        "least_times_query": least_beyond / query.least,
    }


def _cell(subject: Subject) -> Figures:
    return {
        "least": subject.least,
        "median": subject.median,
        "p95": subject.p95,
        "succeeded": len(subject.samples),
    }
