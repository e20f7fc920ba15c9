"""What the example project makes of its environment."""

import json
import os
import subprocess
import sys

import pytest

from tests.live import ROOT

SHOW = """
import json
from example_project import settings as s
print(json.dumps([s.DATABASES["default"], s.CACHES["default"], s.SECRET_KEY, s.DEBUG]))
"""


def settings_in(**environment):
    clean = {"PATH": os.environ["PATH"], "SECRET_KEY": "x", **environment}
    run = [sys.executable, "-c", SHOW]
    shown = subprocess.run(run, cwd=ROOT, env=clean, capture_output=True, text=True, check=True)
    return json.loads(shown.stdout)


def test_sqlite_lets_writers_wait_for_each_other():
    database, *_ = settings_in(DATABASE_URL="sqlite:////srv/a%20b/demo.sqlite3")

    assert database["NAME"] == "/srv/a b/demo.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] >= 30
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


@pytest.mark.parametrize("scheme", ["mysql", "mariadb"])
def test_mysql_and_mariadb_hold_every_character_and_see_what_was_committed(scheme):
    database, *_ = settings_in(DATABASE_URL=f"{scheme}://u:p%40ss@db:3307/blog?ssl_mode=REQUIRED")

    assert database["ENGINE"] == "django.db.backends.mysql"
    assert (database["PASSWORD"], database["PORT"]) == ("p@ss", 3307)
    assert database["OPTIONS"] == {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        "ssl_mode": "REQUIRED",
    }


def test_servers_keep_their_connections():
    database, *_ = settings_in(DATABASE_URL="postgres://u@/blog")

    assert database["CONN_MAX_AGE"] > 0
    assert database["CONN_HEALTH_CHECKS"] is True
    assert "init_command" not in database["OPTIONS"]


def test_without_an_environment_everything_is_in_the_checkout():
    database, cache, _, is_debugging = settings_in()

    assert database["NAME"] == str(ROOT / "var" / "demo.sqlite3")
    assert cache["BACKEND"].endswith("LocMemCache")
    assert is_debugging is False


def test_the_cache_can_be_redis():
    _, cache, *_ = settings_in(CACHE_URL="redis://127.0.0.1:6379/1")

    assert cache["BACKEND"] == "django.core.cache.backends.redis.RedisCache"


def test_a_secret_key_may_start_with_a_dollar_sign():
    assert settings_in(SECRET_KEY="$ecret")[2] == "$ecret"
