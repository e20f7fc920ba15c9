"""The settings and the installation, judged at start-up. The ids are stable."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from .conf import PREFIX, conf
from .scope_checks import judge_scopes

REQUIRED_APPS = {
    "django.contrib.auth": "E003",
    "django.contrib.contenttypes": "E003",
    "django.contrib.sessions": "E003",
    "rest_framework": "E003",
}
CHOICES = {
    "APPLICATIONS_BY": ("nobody", "staff", "everybody"),
    "DYNAMIC_REGISTRATION": ("off", "token", "open"),
}
URLS = 'path("oauth/", include("oauth_provider.urls"))'
WELL_KNOWN_URLS = 'path(".well-known/", include("oauth_provider.well_known_urls"))'


def register_all() -> None:
    """Let ``manage.py check`` run these."""
    register(check_settings)
    register(check_apps)
    register(check_urls, Tags.urls)
    register(check_views, Tags.urls)
    register(check_issuer, Tags.security, deploy=True)
    register(check_lifetimes, Tags.security, deploy=True)


def check_settings(**_options: Any) -> list[CheckMessage]:
    """E001: a setting of the wrong type. E002: one that does not exist. E004: no such choice.

    E005 to E008: a scope that cannot be defined as it is declared. E009: a path to nothing.
    E010: a cache that is not there, or keeps nothing.
    """
    return [
        *_wrong_types(),
        *_unknown_names(),
        *_unknown_choices(),
        *judge_scopes(),
        *_paths_to_nothing(),
        *_useless_cache(),
    ]


def check_apps(**_options: Any) -> list[CheckMessage]:
    """E003: an app that this one needs is not installed."""
    return [
        Error(
            f"oauth_provider needs {app}.",
            hint=f'Add "{app}" to INSTALLED_APPS.',
            id=f"oauth_provider.{number}",
        )
        for app, number in REQUIRED_APPS.items()
        if not apps.is_installed(app)
    ]


def check_urls(**_options: Any) -> list[CheckMessage]:
    """W001, W002: the endpoints, or the metadata about them, are at no URL."""
    wanted = {
        "oauth_provider:token": ("W001", "The OAuth endpoints are at no URL.", URLS),
        "oauth-authorization-server": ("W002", "The metadata is at no URL.", WELL_KNOWN_URLS),
    }
    return [
        checks.Warning(problem, hint=f"Add {line} to your URLs.", id=f"oauth_provider.{number}")
        for name, (number, problem, line) in wanted.items()
        if not _is_reversible(name)
    ]


def check_views(**_options: Any) -> list[CheckMessage]:
    """W005, W006: a view requires a scope that nobody defined, or is closed as it names none."""
    from .rest_framework.checks import judge_views  # noqa: PLC0415 — not before the apps are ready

    return judge_views() if getattr(settings, "ROOT_URLCONF", None) else []


def check_issuer(**_options: Any) -> list[CheckMessage]:
    """W003: no issuer is configured. W004: the issuer is no https origin (RFC 8414 §2)."""
    if conf.ISSUER is None:
        message = "The issuer follows each request's Host header."
        return [_issuer_warning(message, "W003")]
    parts = urlsplit(conf.ISSUER)
    if parts.scheme != "https" or not parts.netloc or parts.query or parts.fragment:
        message = "The issuer must be an https URL without query or fragment (RFC 8414 §2)."
        return [_issuer_warning(message, "W004")]
    return []


def check_lifetimes(**_options: Any) -> list[CheckMessage]:
    """W007: access tokens never expire, so that a stolen one is good until somebody notices."""
    if conf.ACCESS_TOKEN_LIFETIME is not None:
        return []
    return [
        checks.Warning(
            "Access tokens do not expire: a stolen one is good until somebody revokes it.",
            hint="Give the applications that can refresh a lifetime of their own, or all of them "
            f"one in {PREFIX}ACCESS_TOKEN_LIFETIME.",
            id="oauth_provider.W007",
        )
    ]


def _issuer_warning(message: str, number: str) -> CheckMessage:
    hint = f'Set {PREFIX}ISSUER = "https://your.site".'
    return checks.Warning(message, hint=hint, id=f"oauth_provider.{number}")


def _wrong_types() -> Iterator[CheckMessage]:
    for setting in conf:
        value = getattr(settings, setting.name, setting.default)
        if not setting.is_valid(value):
            kinds = " or ".join("None" if k is type(None) else k.__name__ for k in setting.kinds)
            yield Error(
                f"{setting.name} is {value!r}, which is not a valid {kinds}.",
                hint=setting.meaning,
                id="oauth_provider.E001",
            )


def _unknown_names() -> Iterator[CheckMessage]:
    known = {setting.name for setting in conf}
    for name in dir(settings):
        if name.startswith(PREFIX) and name not in known:
            yield Error(
                f"There is no setting {name}.",
                hint=f"The settings are {', '.join(sorted(known))}.",
                id="oauth_provider.E002",
            )


def _unknown_choices() -> Iterator[CheckMessage]:
    for name, known in CHOICES.items():
        value = getattr(conf, name)
        if isinstance(value, str) and value not in known:
            yield Error(
                f"{PREFIX}{name} is {value!r}.",
                hint=f"Choose one of {', '.join(known)}.",
                id="oauth_provider.E004",
            )


def _useless_cache() -> Iterator[CheckMessage]:
    if not isinstance(name := conf.TOKEN_CACHE, str):
        return
    if problem := _problem_of_cache(settings.CACHES.get(name, {})):
        yield Error(
            f"{PREFIX}TOKEN_CACHE is {name!r}, which {problem}.",
            hint="Name a cache that processes share, or leave the setting out.",
            id="oauth_provider.E010",
        )


def _problem_of_cache(described: dict[str, Any]) -> str:
    backend, location = described.get("BACKEND", ""), described.get("LOCATION", "")
    if not backend:
        return "is none of CACHES"
    if backend.endswith(".DummyCache"):
        return "keeps nothing"
    servers = re.split("[;,]", location) if isinstance(location, str) else location
    if backend.endswith(".RedisCache") and len(servers) > 1:
        return "reads from replicas, where what has just been told may be missing"
    return ""


def _paths_to_nothing() -> Iterator[CheckMessage]:
    if not isinstance(conf.USERINFO, str) or callable(_imported(conf.USERINFO)):
        return
    yield Error(
        f"{PREFIX}USERINFO is {conf.USERINFO!r}, where there is no function.",
        hint='Write the path of one: "your_app.userinfo.describe".',
        id="oauth_provider.E009",
    )


def _imported(path: str) -> object:
    try:
        return import_string(path)
    except ImportError:
        return None


def _is_reversible(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
