"""What import-linter cannot say: parts of another distribution, and how things are called."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from oauth_provider.models.database import PrimaryQuerySet

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "oauth_provider"


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


def calls(room, *names):
    """The calls in a file of a function or method of these names."""
    for node in ast.walk(ast.parse(room.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names:
            yield node


@pytest.mark.parametrize("part", ["oauth_provider", "example_project"])
def test_every_transaction_names_its_database(part):
    found = {room: list(calls(room, "atomic", "on_commit")) for room in rooms(part)}
    assert any(found.values())
    for room, each in found.items():
        for call in each:
            named = {keyword.arg for keyword in call.keywords}
            assert "using" in named, f"{room}, line {call.lineno}: {ast.unparse(call)}"


@pytest.mark.parametrize("part", ["oauth_provider", "example_project"])
def test_no_decorator_opens_a_transaction(part):
    for room in rooms(part):
        for node in ast.walk(ast.parse(room.read_text())):
            for decorator in getattr(node, "decorator_list", ()):
                assert not ast.unparse(decorator).endswith(".atomic"), f"{room}: {node.name}"


def test_one_clock_says_what_time_it_is():
    """Django's is naive where USE_TZ is off. What the toolkit's tables hold is compared to that."""
    for room in set(rooms("oauth_provider")) - {PACKAGE / "toolkit" / "authentication.py"}:
        for call in calls(room, "now"):
            ours = {"moment.now", "datetime.now"} if room.name == "moment.py" else {"moment.now"}
            assert ast.unparse(call.func) in ours, f"{room}, line {call.lineno}"


def rooms(part):
    """The modules of a part of this repository."""
    return [each for each in (ROOT / part).rglob("*.py") if "migrations" not in each.parts]


def test_every_row_is_read_where_it_is_written_whatever_leads_to_it():
    models = list(apps.get_app_config("oauth_provider").get_models())
    assert models
    for model in models:
        assert isinstance(model._base_manager.all(), PrimaryQuerySet), model
        assert isinstance(model._default_manager.all(), PrimaryQuerySet), model
