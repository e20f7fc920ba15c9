"""``python -m tests.benchmarks.growth``: each operation among few live tokens and among many."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .table import table

SMALL, LARGE = 10_000, 5_000_000  # live tokens
ROUNDS = 50


def main() -> None:
    """Seed two databases, let them take turns, and print the table."""
    arguments = _parser().parse_args()
    given = (arguments.small, arguments.large, arguments.rounds)
    command = [sys.executable, "-m", f"{__package__}.measure", arguments.database]
    done = subprocess.run([*command, *map(str, given)], stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit(done.returncode)
    figures: dict[str, Any] = json.loads(done.stdout)
    print(table(figures))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument(
        "--database",
        default="sqlite://",
        metavar="URL",
        help="sqlite:// (the default) or postgres://…; two fresh databases beside it are used, "
        "and dropped afterwards. A million live tokens take about 1.5 GB of disk.",
    )
    for name, tokens in (("--small", SMALL), ("--large", LARGE)):
        parser.add_argument(name, type=_some, default=tokens, help="default: %(default)s")
    parser.add_argument("--rounds", type=_some, default=ROUNDS, help="default: %(default)s")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    return parser


def _some(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


if __name__ == "__main__":
    main()
