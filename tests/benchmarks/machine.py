"""What the figures depend on: the machine, the versions, the database."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.core.cache import caches
from django.db import connection

import oauth_provider

DISTRIBUTIONS = {
    "Django": "Django",
    "Django REST framework": "djangorestframework",
    "oauthlib": "oauthlib",
    "django-oauth-toolkit": "django-oauth-toolkit",
}
DATABASE_SETTINGS = {
    "sqlite": ("journal_mode", "synchronous"),
    "postgresql": ("fsync", "synchronous_commit"),
}
ASK = {"sqlite": "PRAGMA {}", "postgresql": "SHOW {}"}


def machine_facts() -> dict[str, str]:
    """The machine and the versions."""
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {_processor()}",
        "system": platform.system() + " " + platform.release(),
        "load": ", ".join(f"{load:.1f}" for load in os.getloadavg()),
        "Python": platform.python_version(),
        "oauth_provider": oauth_provider.__version__,
        **{name: _version(distribution) for name, distribution in DISTRIBUTIONS.items()},
        "cache": type(caches["default"]).__name__,
    }


def is_busy() -> bool:
    """Do more processes want a core than there are?

    Long requests are then interrupted more often than short ones: their medians rise more.
    """
    return os.getloadavg()[0] > (os.cpu_count() or 1)


def database_facts() -> dict[str, str]:
    """The database that is connected, and what decides how durable a commit in it is."""
    facts = {"database": f"{connection.display_name} {_database_version()}"}
    with connection.cursor() as cursor:
        for setting in DATABASE_SETTINGS[connection.vendor]:
            cursor.execute(ASK[connection.vendor].format(setting))
            facts[setting] = str(cursor.fetchone()[0])
    return facts


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


def _database_version() -> str:
    return ".".join(str(part) for part in connection.get_database_version())


def _processor() -> str:
    try:
        with Path("/proc/cpuinfo").open() as file:
            lines = (line.partition(":") for line in file)
            return next(value.strip() for name, _, value in lines if name.strip() == "model name")
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"
