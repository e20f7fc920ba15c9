"""``python -m tests.benchmarks.pruning.measure NAME URL TOKENS REST``: one of them, as JSON."""

import json
import os
import subprocess
import sys
from time import monotonic
from typing import Any

import django

CONNECTION = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


def main(name: str, url: str, tokens: int, rest: float) -> None:
    """Seed a fresh database, refresh at rest and while it is pruned, and count what is left."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    django.setup()
    from tests.benchmarks.database import scratch_database

    from .contestants import contestants
    from .shape import Shape

    with scratch_database(url):
        figures = _measured(contestants()[name], Shape(tokens), rest)
    print(json.dumps(figures))


def _measured(contestant: Any, shape: Any, rest: float) -> dict[str, Any]:
    from tests.benchmarks.machine import database_facts, is_busy

    from .refreshing import begin, refresh_while
    from .seeding import settle

    party = contestant.party()
    contestant.seed(shape, party)
    settle()
    begin(party)
    end = monotonic() + rest
    at_rest = refresh_while(lambda: monotonic() < end, party)
    found = contestant.expired_left(shape)
    pruning = _start(contestant.name)
    meanwhile = refresh_while(lambda: pruning.poll() is None, party)
    done = _result_of(pruning)
    removed = found - contestant.expired_left(shape)
    return {
        "name": contestant.name,
        "about": contestant.about,
        "database": database_facts(),
        "is_busy": is_busy(),
        "tokens": shape.tokens,
        "found": found,
        "removed": removed,
        "lost": shape.live_tokens - contestant.live_left(shape),
        "per_second": removed / done["seconds"],
        **done,
        "at_rest": at_rest.figures(),
        "meanwhile": meanwhile.figures(),
        "failures": [*at_rest.failures, *meanwhile.failures][:3],
    }


def _start(name: str) -> subprocess.Popen[str]:
    from django.db import connection

    database = json.dumps({key: connection.settings_dict[key] for key in CONNECTION})
    command = [sys.executable, "-m", f"{__package__}.prune", name, database]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _result_of(pruning: subprocess.Popen[str]) -> dict[str, Any]:
    printed, _ = pruning.communicate()
    if pruning.returncode:
        sys.exit(pruning.returncode)
    result: dict[str, Any] = json.loads(printed)
    return result


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
