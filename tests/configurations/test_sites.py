"""What is told of one site alone, told there: apps cannot be configured anew in a process."""

import os
import subprocess

import pytest

from .__main__ import command
from .suite import ROOT, SITES

OF_THIS_SITE = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}


@pytest.mark.slow
def test_nobody_is_let_in_on_the_strength_of_an_old_copy():
    asked = command("lagging_replica", "tests/configurations/lagging_replica_site")
    # On SQLite: elsewhere it would make its databases in the place of these.
    environment = {k: v for k, v in os.environ.items() if k not in OF_THIS_SITE}
    done = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


@pytest.mark.parametrize("name", SITES)
def test_what_a_site_is_asked_or_not_is_there(name):
    site = SITES[name]
    for path in (*site.part, *site.left_out):
        file, _, test = path.partition("::")
        assert (ROOT / file).exists(), path
        name, _, _parameters = test.partition("[")
        assert not test or f"def {name}(" in (ROOT / file).read_text(), path
