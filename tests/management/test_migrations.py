"""A site that tries the app and leaves again keeps what is its own, and can come back."""

import os
import subprocess
import sys

import pytest

from tests.live import ROOT, fresh_database

ROWS = """
from django.contrib.auth.models import User
from oauth_provider.models import Client, ClientSecret
user = User.objects.create_user("alice")
client = Client.objects.create(name="Calendar", owner=user, scope="read")
ClientSecret.objects.issue(client=client)
"""
COUNT = """
from django.contrib.auth.models import User
from oauth_provider.models import Client, Scope
print(User.objects.count(), Client.objects.count(), Scope.objects.filter(name="read").count())
"""


@pytest.fixture
def manage(django_db_blocker, tmp_path):
    """Runs ``manage.py`` on a database of its own; what it says."""
    with fresh_database(tmp_path, django_db_blocker.unblock) as url:

        def run(*arguments):
            command = [sys.executable, "manage.py", *arguments]
            own = {"DATABASE_URL": url, "SECRET_KEY": "a key for tests"}
            own["DJANGO_SETTINGS_MODULE"] = "example_project.settings"
            environment = {**os.environ, **own}
            ended = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
            )
            assert ended.returncode == 0, ended.stderr
            return ended.stdout

        yield run


def test_migrations_go_back_and_forth_with_rows_in_every_table(manage):
    manage("migrate", "--verbosity=0")
    manage("shell", "-c", ROWS)
    assert manage("shell", "-c", COUNT).split()[-3:] == ["1", "1", "1"]
    manage("migrate", "--verbosity=0", "oauth_provider", "zero")
    manage("migrate", "--verbosity=0")
    assert manage("shell", "-c", COUNT).split()[-3:] == ["1", "0", "1"]
