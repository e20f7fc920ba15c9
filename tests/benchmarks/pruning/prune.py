"""``python -m tests.benchmarks.pruning.prune NAME DATABASE``: one of them prunes a database."""

import json
import os
import resource
import sys
from time import perf_counter

import django


def main(name: str, database: str) -> None:
    """Prune, and print how long it took and how much memory."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    django.setup()
    from tests.benchmarks.database import use

    from .contestants import contestants

    use(json.loads(database))
    before = _peak()
    begin = perf_counter()
    contestants()[name].prune()
    seconds = perf_counter() - begin
    print(json.dumps({"seconds": seconds, "peak": _peak(), "before": before}))


def _peak() -> float:
    """The most memory that was in use at once, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
