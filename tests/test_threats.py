"""The table of threats names tests that exist, and each threat once."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (?P<id>\d+) \| (?P<cells>.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(?P<path>tests/[\w/]+\.py)::(?P<name>test_\w+)`")
TEXT = (ROOT / "docs/reference/threats.md").read_text()
ROWS = {
    row["id"]: [cell.strip() for cell in row["cells"].split(" | ")] for row in ROW.finditer(TEXT)
}


def functions(path):
    """The functions that a file defines."""
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_threat_is_told_once():
    ids = [row["id"] for row in ROW.finditer(TEXT)]
    assert len(ids) == len(set(ids))
    assert ids == sorted(ids, key=int)
    assert len(ids) > 200


@pytest.mark.parametrize("number", ROWS)
def test_each_threat_has_an_answer_a_source_and_a_test_that_exists(number):
    attack, answer, source, test = ROWS[number]
    assert attack
    assert answer
    assert source
    found = TEST.fullmatch(test)
    assert found, test
    assert found["name"] in functions(found["path"])
