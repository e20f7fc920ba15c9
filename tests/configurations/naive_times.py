"""A site without time zones, where an hour comes twice each autumn."""

from example_project.settings import *  # noqa: F403

USE_TZ = False
TIME_ZONE = "Europe/Berlin"
