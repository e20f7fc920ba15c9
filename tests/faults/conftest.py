"""A site on servers of its own, and the devices that use it while something happens to them.

Not run unless asked for, since it takes a minute: ``FAULTS=1 pytest tests/faults``.
"""

import os
import shutil
from importlib.util import find_spec

import pytest

from . import postgresql, redis_server, site
from .crowd import Crowd

MODULES = "gunicorn", "psycopg", "redis"


def pytest_collection_modifyitems(items):
    """Skipped unless they are asked for."""
    skip = pytest.mark.skip(reason="Kills servers of its own. Asked for by FAULTS=1.")
    for item in items:
        if "/tests/faults/" in str(item.path) and not os.environ.get("FAULTS"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def programs():
    """Where PostgreSQL's and Redis' programs are. Who asks for these tests must have them."""
    found = postgresql.find_programs(), shutil.which("redis-server")
    assert all(found), "initdb, pg_ctl and redis-server must be installed: FAULTS=1 asks for them"
    missing = [name for name in MODULES if find_spec(name) is None]
    assert not missing, f"pip install {' '.join(missing)}: FAULTS=1 asks for them"
    return found


@pytest.fixture(scope="session")
def database(programs):
    """A PostgreSQL server."""
    with postgresql.cluster(programs[0]) as server:
        yield server


@pytest.fixture(scope="session")
def cache(programs, tmp_path_factory):
    """A Redis server."""
    with redis_server.running(programs[1], tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def served(database, cache, tmp_path_factory):
    """The demo on both, with several workers."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": database.url,
        "CACHE_URL": cache.url,
        "OAUTH_PROVIDER_TOKEN_CACHE": "default",
        "OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW": "120",
    }
    with site.served(tmp_path_factory.mktemp("site"), **environment) as demo:
        yield demo


@pytest.fixture
def crowd(served, database):
    """Devices at work before the fault; afterwards each goes on, and the audit finds no fault."""
    crowd = Crowd(served, database)
    crowd.start()
    yield crowd
    crowd.finish()
