"""The benchmark runs, and everything it measured succeeded."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OPERATIONS = {
    "code exchange",
    "refresh",
    "client credentials",
    "introspection",
    "bearer check",
}
HAS_TOOLKIT = find_spec("oauth2_provider") is not None


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory):
    """The output and the figures of a short run on SQLite."""
    file = tmp_path_factory.mktemp("benchmark") / "figures.json"
    command = [sys.executable, "-m", "tests.benchmarks", "--rounds", "1", "--json", file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (figures,) = json.loads(file.read_text())
    return done.stdout, figures


@pytest.fixture
def figures(benchmark):
    """The figures alone."""
    return benchmark[1]


@pytest.mark.slow
def test_every_cell_is_a_positive_number_and_every_request_succeeded(figures):
    for cell in [*figures["requests"], figures["without_authentication"]]:
        assert 0 < cell["least"] <= cell["median"] <= cell["p95"]
        assert cell["succeeded"] == figures["samples"]
    for cell in figures["requests"]:
        assert cell["queries"] > 0
        assert cell["times_floor"] > 0
        assert cell["times_ours"] > 0
    for check in figures["bearer_check"]:
        assert check["query"] > 0


@pytest.mark.slow
def test_every_party_does_every_operation(figures):
    parties = {"floor", "oauth_provider"}
    if HAS_TOOLKIT:
        parties |= {"django-oauth-toolkit", "django-oauth-toolkit, hardened"}
    measured = {(row["operation"], row["party"]) for row in figures["requests"]}
    assert measured == {(operation, party) for operation in OPERATIONS for party in parties}


@pytest.mark.slow
def test_a_missing_toolkit_is_named(benchmark):
    output, figures = benchmark
    assert figures["has_toolkit"] is HAS_TOOLKIT
    assert ("django-oauth-toolkit is not installed" in output) is not HAS_TOOLKIT


@pytest.mark.slow
def test_the_floor_runs_the_statements_of_oauth_provider(figures):
    """If not: tests/benchmarks/floor is to follow."""
    assert figures["floor_differs"] == []


@pytest.fixture(scope="module")
def pruning(tmp_path_factory):
    """The output and the figures of a small run of the other benchmark."""
    file = tmp_path_factory.mktemp("pruning") / "figures.json"
    arguments = ["--tokens", "6000", "--rest", "0", "--json", file]
    command = [sys.executable, "-m", "tests.benchmarks.pruning", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(file.read_text())["runs"]


@pytest.mark.slow
def test_everybody_prunes_what_has_expired_and_nothing_else(pruning):
    _output, runs = pruning
    for run in runs:
        # A few may have left before: some refreshes are followed by a turn of tidying up.
        assert 4000 < run["found"] == run["removed"] <= 5000
        assert run["lost"] == 0
        assert run["seconds"] > 0
        assert run["meanwhile"]["refreshes"] >= 2


@pytest.mark.slow
def test_nobody_is_refused_a_refresh_meanwhile(pruning):
    _output, runs = pruning
    assert [run["failures"] for run in runs] == [[]] * len(runs)
    assert all(run["meanwhile"]["failed"] == 0 for run in runs)


@pytest.mark.slow
def test_the_table_names_everybody_and_their_batches(pruning):
    output, runs = pruning
    assert len(runs) == (3 if HAS_TOOLKIT else 1)
    for run in runs:
        assert run["name"] in output
        assert run["about"] in output


@pytest.fixture(scope="module")
def growth(tmp_path_factory):
    """The output and the figures of a small run of the one about growth."""
    file = tmp_path_factory.mktemp("growth") / "figures.json"
    arguments = ["--small", "200", "--large", "2000", "--rounds", "1", "--json", file]
    command = [sys.executable, "-m", "tests.benchmarks.growth", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(file.read_text())


@pytest.mark.slow
def test_each_operation_is_measured_among_few_tokens_and_among_many(growth):
    output, figures = growth
    assert {row["operation"] for row in figures["operations"]} == OPERATIONS | {
        "authorize, remembered",
        "revocation, access token",
        "revocation, refresh token",
        "housekeeping",
    }
    for row in figures["operations"]:
        assert 0 < row["small"]["least"] <= row["small"]["median"]
        assert 0 < row["large"]["least"] <= row["large"]["median"]
        assert row["ratio"] == row["large"]["median"] / row["small"]["median"]
        assert row["operation"] in output


@pytest.mark.slow
def test_the_table_says_how_many_tokens_are_few_and_many(growth):
    output, figures = growth
    assert [size["tokens"] for size in figures["sizes"].values()] == [200, 2000]
    assert "small: 200 live tokens" in output
    assert "large: 2,000 live tokens" in output
