"""Both providers on one site, with nothing else in the way of a request."""

from importlib.util import find_spec

from django.conf import global_settings
from environ import Env

HAS_TOOLKIT = find_spec("oauth2_provider") is not None

SECRET_KEY = "a key for benchmarks"
ALLOWED_HOSTS = ["testserver"]
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "oauth_provider",
    *(["oauth2_provider"] if HAS_TOOLKIT else []),
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.benchmarks.urls"

DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}}  # see database.py
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

env = Env()
CACHES = {"default": env.cache_url_config("locmemcache://")}
TOKEN_CACHES = {"memory": "default"}  # where tokens are remembered, and the cache that does it
if "CACHE_URL" in env:
    CACHES["shared"] = env.cache_url("CACHE_URL")
    TOKEN_CACHES["CACHE_URL"] = "shared"

PASSWORD_HASHERS = [
    *global_settings.PASSWORD_HASHERS,
    "tests.benchmarks.hashers.OneRoundHasher",
]

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "URL_FORMAT_OVERRIDE": None,
}
