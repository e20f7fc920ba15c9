"""``python -m tests.benchmarks``: what a request costs, side by side."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .table import table

ROUNDS = 25


def main() -> None:
    """Measure on each database, print the table, and write the figures if that is wanted."""
    arguments = _parser().parse_args()
    figures = [_measured(url, arguments.rounds) for url in arguments.database or ["sqlite://"]]
    print(table(figures))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2))


def _measured(url: str, rounds: int) -> dict[str, Any]:
    # A process for each database, and one process for everybody who is measured on it.
    command = [sys.executable, "-m", f"{__package__}.measure", url, str(rounds)]
    done = subprocess.run(command, stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit(done.returncode)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--database",
        action="append",
        metavar="URL",
        help="sqlite:// (the default) or postgres://…; may be repeated. What is there stays "
        "as it is: a fresh database beside it is used, and dropped afterwards.",
    )
    parser.add_argument("--rounds", type=_at_least_one, default=ROUNDS, help="default: %(default)s")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    return parser


def _at_least_one(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


main()
