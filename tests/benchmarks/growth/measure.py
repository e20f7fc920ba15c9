"""``python -m tests.benchmarks.growth.measure URL SMALL LARGE ROUNDS``: the figures, as JSON."""

import json
import os
import sys
from contextlib import ExitStack
from typing import Any

import django


def main(url: str, small: int, large: int, rounds: int) -> None:
    """Measure, and print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = f"{__package__}.settings"
    django.setup()
    from tests.benchmarks.database import scratch_database

    from .site import Site

    with ExitStack() as databases:
        sites = []
        for name, tokens in (("small", small), ("large", large)):
            databases.enter_context(scratch_database(url))
            sites.append(Site.grown(name, tokens))
        print(json.dumps(_measured(sites, rounds)))


def _measured(sites: list[Any], rounds: int) -> dict[str, Any]:
    from tests.benchmarks.machine import database_facts, is_busy, machine_facts
    from tests.benchmarks.rounds import TURN, measure

    from .operations import NAMES, subjects

    found = list(subjects(sites))
    measure(found, rounds=rounds)
    cells = {(each.operation, each.party): each for each in found}
    return {
        "machine": machine_facts(),
        "is_busy": is_busy(),
        "database": database_facts(),
        "samples": rounds * TURN,
        "sizes": {site.name: site.facts for site in sites},
        "operations": [_compared(name, cells) for name in NAMES],
    }


def _compared(name: str, cells: dict[tuple[str, str], Any]) -> dict[str, Any]:
    small, large = (cells[name, size] for size in ("small", "large"))
    return {
        "operation": name,
        **{
            size: {"least": cell.least, "median": cell.median, "p95": cell.p95}
            for size, cell in (("small", small), ("large", large))
        },
        "ratio": large.median / small.median,
        "least_ratio": large.least / small.least,
    }


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
