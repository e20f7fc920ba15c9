"""A site whose clients hold tokens of the toolkit."""

import pytest
from django.core.management import call_command

from tests.toolkit.seed import Seed


@pytest.fixture
def seed(alice, bob):
    """Two users, and what the toolkit has issued for them."""
    return Seed(alice, bob)


@pytest.fixture
def bring(capsys, db):
    """Run the import; returns its report."""

    def run(**options):
        capsys.readouterr()
        call_command("import_toolkit", **options)
        return capsys.readouterr().out

    return run
