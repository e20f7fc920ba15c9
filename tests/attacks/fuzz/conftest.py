"""The world that is fuzzed, and what is told at the end."""

import pytest

from . import budget, oracle
from .world import SETTINGS, World


@pytest.fixture
def world(db, settings):
    """One of everything, under patient settings."""
    for name, value in SETTINGS.items():
        setattr(settings, f"OAUTH_PROVIDER_{name}", value)
    begun = World.begin()
    begun.issued = oracle.issued()
    return begun


def pytest_terminal_summary(terminalreporter):
    """How many requests were really sent."""
    if budget.sent:
        terminalreporter.write_line(f"fuzz: {budget.summary()}")
