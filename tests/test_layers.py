"""What import-linter cannot say, since it sees no part of another distribution."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "oauth_provider"


def imported_by(room):
    """The modules that a file names in its imports."""
    for node in ast.walk(ast.parse(room.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("layer", ["domain", "models", "protocol"])
def test_no_room_below_the_bridge_knows_http(layer):
    rooms = list((PACKAGE / layer).rglob("*.py"))
    assert rooms
    for room in rooms:
        assert not [name for name in imported_by(room) if name.startswith("django.http")], room
