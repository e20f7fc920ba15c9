"""The example project, with passwords that are hashed in no time: many sign in while it matters."""

from example_project.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
