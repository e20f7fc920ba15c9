"""A very short load test: everybody gets answers, and nobody an error."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import pytest
from django.db import connection

from .__main__ import parser
from .client import MIX
from .configuration import HARDENED, OURS, PARTIES
from .drive import percentile
from .server import ROOT

needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql" or find_spec("gunicorn") is None,
    reason="Needs DATABASE_URL on PostgreSQL, and gunicorn.",
)


def load(*arguments):
    """The finished process."""
    command = [sys.executable, "-m", "tests.load", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@needs_postgresql
@pytest.mark.slow
def test_two_workers_of_each_serve_everybody_without_an_error(tmp_path):
    figures = tmp_path / "figures.json"
    url = os.environ["DATABASE_URL"]
    bounds = ["--seconds", "3", "--clients", "4", "--workers", "2"]
    both = ["--party", OURS, "--party", HARDENED]
    done = load("--database", url, *bounds, *both, "--json", figures)
    assert done.returncode == 0, done.stdout + done.stderr
    runs = json.loads(figures.read_text())
    assert [run["party"] for run in runs] == [OURS, HARDENED]
    for run in runs:
        check(run)
        assert f"\n{run['party']}\n" in done.stdout


def check(run):
    """Everybody was answered, and all that was measured can be."""
    assert run["errors"] == []
    assert "API call" in run["kinds"]
    assert run["all"]["count"] == sum(cell["count"] for cell in run["kinds"].values())
    for cell in [*run["kinds"].values(), run["all"]]:
        assert 0 < cell["p50"] <= cell["p99"]


def test_a_percentile_is_one_that_was_measured():
    ordered = [number / 1000 for number in range(1, 101)]
    assert [percentile(ordered, each) for each in (50, 99)] == [50, 99]
    assert percentile([0.004], 99) == 4
    assert percentile([], 50) is None


@pytest.mark.parametrize("bound", [["--seconds", "601"], ["--clients", "0"], ["--clients", "x"]])
def test_it_is_bounded(bound, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["--database", "postgres://127.0.0.1/none", *bound])
    assert "error: argument --" in capsys.readouterr().err


def test_the_mix_is_of_a_thousand():
    assert sum(MIX.values()) == 1000
    assert len(PARTIES) == 3
