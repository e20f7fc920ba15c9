"""``python -m tests.benchmarks.pruning``: a million expired rows leave, side by side."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

TOKENS = 1_200_000
REST = 5.0  # seconds


def main() -> None:
    """Let everybody prune, one after the other, and print the table."""
    arguments = _parser().parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    django.setup()
    from tests.benchmarks.machine import machine_facts
    from tests.benchmarks.settings import HAS_TOOLKIT

    from .contestants import contestants
    from .table import table

    runs = [_measured(name, arguments) for name in contestants()]
    figures = {"machine": machine_facts(), "has_toolkit": HAS_TOOLKIT, "runs": runs}
    print(table(figures["machine"], runs))
    if not HAS_TOOLKIT:
        print("django-oauth-toolkit is not installed: it was not measured.")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2))


def _measured(name: str, arguments: argparse.Namespace) -> dict[str, Any]:
    # Each has a process and a database of its own: nobody finds what another has warmed or left.
    given = (arguments.database, str(arguments.tokens), str(arguments.rest))
    command = [sys.executable, "-m", f"{__package__}.measure", name, *given]
    done = subprocess.run(command, stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit(done.returncode)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pruning", description=__doc__)
    parser.add_argument(
        "--database",
        default="sqlite://",
        metavar="URL",
        help="sqlite:// (the default) or postgres://…; a fresh database beside it is used, and "
        "dropped afterwards.",
    )
    parser.add_argument(
        "--tokens",
        type=_some_tokens,
        default=TOKENS,
        help="of which ten in twelve have expired; default: %(default)s",
    )
    parser.add_argument(
        "--rest",
        type=float,
        default=REST,
        metavar="SECONDS",
        help="how long to refresh before anybody prunes; default: %(default)s",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    return parser


def _some_tokens(text: str) -> int:
    if (number := int(text)) < 120:
        raise argparse.ArgumentTypeError("at least 120")
    return number


if __name__ == "__main__":
    main()
