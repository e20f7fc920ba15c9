"""``python -m tests.benchmarks.measure URL ROUNDS``: the figures of one database, as JSON."""

import json
import os
import sys

import django


def main(url: str, rounds: int) -> None:
    """Measure, and print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    django.setup()
    from .database import scratch_database
    from .figures import figures
    from .run import run

    with scratch_database(url):
        found = run(rounds=rounds)
    print(json.dumps(figures(found, rounds=rounds)))


main(sys.argv[1], int(sys.argv[2]))
