"""``python -m tests.load``: what two providers bear with several worker processes, side by side."""

import argparse
import json
import signal
import sys
from pathlib import Path

from .client import MIX
from .configuration import PARTIES
from .drive import drive
from .server import THREADS, served
from .table import table

MOST_SECONDS = 600
MOST_CLIENTS = 256


def main():
    """Load each party, one after the other, print the table, and fail if anything failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # leaves no server and no database
    arguments = parser().parse_args()
    runs = [_run(party, arguments) for party in arguments.party or PARTIES]
    print(table(runs, clients=arguments.clients, workers=arguments.workers, threads=THREADS))
    if arguments.json:
        arguments.json.write_text(json.dumps(runs, indent=2))
    sys.exit(any(run["errors"] for run in runs))


def _run(party, arguments):
    clients = arguments.clients
    with served(party, arguments.database, workers=arguments.workers, people=clients) as site:
        found = drive(site, clients=clients, seconds=arguments.seconds)
    return {"party": party, "settings": site.settings, "facts": site.facts, "mix": MIX, **found}


def parser():
    made = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    made.add_argument(
        "--database",
        required=True,
        metavar="URL",
        help="postgres://…: a fresh database beside it is used for each, and dropped afterwards",
    )
    made.add_argument("--seconds", type=_up_to(MOST_SECONDS), default=20, help="for each party")
    made.add_argument("--clients", type=_up_to(MOST_CLIENTS), default=32, help="at once")
    made.add_argument("--workers", type=_up_to(32), default=2, help="processes of the server")
    made.add_argument("--party", action="append", choices=PARTIES, help="may be repeated")
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    return made


def _up_to(most):
    def number(text):
        if not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"from 1 to {most}")
        return int(text)

    return number


if __name__ == "__main__":
    main()
