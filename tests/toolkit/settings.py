"""A site in the middle of its switch: the example project with the toolkit beside the provider."""

import os
import tempfile
from datetime import timedelta

from example_project.settings import *  # noqa: F403
from example_project.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "oauth_provider.toolkit", "oauth2_provider"]

ROOT_URLCONF = "tests.toolkit.ours"

DATABASES["default"] = {
    **DATABASES["default"],
    "CONN_MAX_AGE": 0,  # a thread of the live server that kept its own would keep the database
    "TEST": {
        **DATABASES["default"].get("TEST", {}),
        "NAME": f"{tempfile.gettempdir()}/oauth_provider-toolkit-{os.getpid()}.sqlite3"
        if DATABASES["default"]["ENGINE"].endswith("sqlite3")
        else f"oauth_provider_toolkit_{os.getpid()}",
    },
}

# As a site comes: with the toolkit's settings, and none of the provider's.
del OAUTH_PROVIDER_SCOPES  # type: ignore[name-defined] # noqa: F821
OAUTH2_PROVIDER = {
    "SCOPES": {
        "read": "Reading scope",
        "write": "Writing scope",
        "music:read": "Listen",
        "introspection": "Introspect tokens",
    },
    "DEFAULT_SCOPES": ["read"],
}
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "URL_FORMAT_OVERRIDE": None,
}
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

# What the how-to says: the provider's settings in the place of the toolkit's.
OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = timedelta(seconds=36_000)
