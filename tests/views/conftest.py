"""Developers at the pages for applications."""

import pytest

from tests.factories import ClientFactory

from .developer import Developer


@pytest.fixture
def developer(alice):
    """Alice, who develops."""
    return Developer(alice)


@pytest.fixture
def stranger(bob):
    """Bob, who owns none of Alice's applications."""
    return Developer(bob)


@pytest.fixture
def own(alice):
    """An application of Alice's."""
    return ClientFactory(owner=alice, name="Diary")
