"""A site with a user model of its own, whose keys are UUIDs."""

from example_project.settings import *  # noqa: F403
from example_project.settings import INSTALLED_APPS

INSTALLED_APPS += ["tests.configurations.uuid_users"]
AUTH_USER_MODEL = "uuid_users.User"
