"""Settings of the example project. What differs between machines comes from the environment."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from environ import Env

from example_project.secret_key import kept_secret_key
from oauth_provider.dialects.mastodon.scopes import SCOPES

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Env()
Env.DB_SCHEMES["mariadb"] = Env.DB_SCHEMES["mysql"]

# Not by env(), to which a leading "$" means another variable.
SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret_key(VAR_DIR / "secret_key")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "rest_framework",
    "oauth_provider",
    "example_project.microblog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "example_project.microblog.policy.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

ROOT_URLCONF = "example_project.urls"
WSGI_APPLICATION = "example_project.wsgi.application"

# --- database and cache ---

DATABASE_DEFAULTS: dict[str, dict[str, Any]] = {
    "django.db.backends.sqlite3": {
        # Each writer waits for its turn when it begins, so none fails half way.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        },
        # In a file, as threads do not wait for each other in memory; one per test run.
        "TEST": {"NAME": f"{tempfile.gettempdir()}/oauth_provider-test-{os.getpid()}.sqlite3"},
    },
    "django.db.backends.mysql": {
        "OPTIONS": {"charset": "utf8mb4", "isolation_level": "read committed"},
        "TEST": {"CHARSET": "utf8mb4"},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    },
    "django.db.backends.postgresql": {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True},
}


def database(url: dict[str, Any]) -> dict[str, Any]:
    """What the URL says, and what it leaves open as that kind of database needs it."""
    defaults = DATABASE_DEFAULTS.get(url["ENGINE"], {})
    options = defaults.get("OPTIONS", {}) | url.get("OPTIONS", {})
    return defaults | url | {"OPTIONS": options}


def local_database_url() -> str:
    """The embedded database of this checkout."""
    VAR_DIR.mkdir(exist_ok=True)
    return f"sqlite:///{quote(str(VAR_DIR / 'demo.sqlite3'))}"


DATABASES = {
    "default": database(Env.db_url_config(os.environ.get("DATABASE_URL") or local_database_url()))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# --- people ---

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # serves what the apps hold: no collectstatic

# --- the API ---

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["oauth_provider.rest_framework.OAuthAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["oauth_provider.rest_framework.TokenHasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "example_project.microblog.api.schema.MicroblogSchema",
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Microblog",
    "VERSION": "1",
    "DESCRIPTION": "The example project of oauth_provider, for applications.",
    "SERVE_INCLUDE_SCHEMA": False,
}

OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW = timedelta(
    seconds=env.float("OAUTH_PROVIDER_REFRESH_TOKEN_REPLAY_WINDOW", default=30)
)

OAUTH_PROVIDER_TOKEN_CACHE = os.environ.get("OAUTH_PROVIDER_TOKEN_CACHE") or None

OAUTH_PROVIDER_APPLICATIONS_BY = "everybody"
OAUTH_PROVIDER_DYNAMIC_REGISTRATION = env.str("OAUTH_PROVIDER_DYNAMIC_REGISTRATION", default="off")

# Mastodon's clients register themselves: as many as one office needs.
OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR = env.int(
    "OAUTH_PROVIDER_REGISTRATIONS_PER_HOUR", default=300
)

OAUTH_PROVIDER_SCOPES = SCOPES
OAUTH_PROVIDER_USERINFO = "example_project.microblog.userinfo.describe"

# --- logging: to the console ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "oauth_provider": {"level": "INFO"},
        "example_project": {"level": "INFO"},
        "waitress.queue": {"level": "ERROR"},
    },
}
