"""The example project, with passwords that are hashed in no time: many sign in while it matters."""

from example_project.settings import *  # noqa: F403
from example_project.settings import CACHES

CACHES["default"]["OPTIONS"] = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
