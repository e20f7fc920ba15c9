"""The secret key that a checkout keeps when the environment names none."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from example_project import secret_key
from example_project.secret_key import kept_secret_key


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "secret_key"


def test_a_key_is_made_once_and_kept(path):
    key = kept_secret_key(path)

    assert len(key) >= 50
    assert kept_secret_key(path) == key


def test_only_its_owner_reads_it(path):
    kept_secret_key(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_all_that_start_at_once_get_the_same_key(path):
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(kept_secret_key, [path] * 64))

    assert len(keys) == 1


def test_a_key_that_was_never_finished_is_refused(path, monkeypatch):
    monkeypatch.setattr(secret_key, "PATIENCE", 0.1)
    path.parent.mkdir()
    path.write_text("half a k")

    with pytest.raises(ImproperlyConfigured, match="holds no whole key"):
        kept_secret_key(path)
