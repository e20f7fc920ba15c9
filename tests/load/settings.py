"""The demo's site around one of the providers: its middleware and database, no microblog."""

import os
from pathlib import Path

from django.conf import global_settings

from example_project.settings import *  # noqa: F403
from example_project.settings import INSTALLED_APPS as DEMO_APPS
from example_project.settings import TEMPLATES as DEMO_TEMPLATES

IS_OURS = os.environ["LOAD_PARTY"] == "oauth_provider"

LEFT_OUT = {"oauth_provider", "example_project.microblog"}
PROVIDER = "oauth_provider" if IS_OURS else "oauth2_provider"
INSTALLED_APPS = [*(app for app in DEMO_APPS if app not in LEFT_OUT), PROVIDER]
LOGIN_REDIRECT_URL = "/api"
ROOT_URLCONF = "tests.load.ours" if IS_OURS else "tests.load.theirs"
TEMPLATES = [{**DEMO_TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]

PASSWORD_HASHERS = [
    *global_settings.PASSWORD_HASHERS,
    "tests.benchmarks.hashers.OneRoundHasher",
]
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "URL_FORMAT_OVERRIDE": None,
}
