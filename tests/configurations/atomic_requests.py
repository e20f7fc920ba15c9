"""A site in which each request is one transaction."""

from example_project.settings import *  # noqa: F403
from example_project.settings import DATABASES

DATABASES["default"]["ATOMIC_REQUESTS"] = True
