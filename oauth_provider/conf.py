"""Every setting: its name, type, default and meaning.

A site writes ``OAUTH_PROVIDER_ACCESS_TOKEN_LIFETIME = timedelta(minutes=5)``; the code reads
``conf.ACCESS_TOKEN_LIFETIME``. Settings are read at each use and never cached.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Generic, TypeVar, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _

PREFIX = "OAUTH_PROVIDER_"

T = TypeVar("T")


class Setting(Generic[T]):
    """One setting: a descriptor that looks itself up in Django's settings."""

    def __init__(self, default: T, meaning: str, *kinds: type) -> None:
        self.default = default
        self.meaning = meaning
        self.kinds = kinds or (type(default),)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = PREFIX + name

    def __get__(self, instance: object, owner: type | None = None) -> T:
        return cast("T", getattr(settings, self.name, self.default))

    def is_valid(self, value: object) -> bool:
        """Is the value of the right type, and not below zero where it is a duration?"""
        if isinstance(value, bool) and bool not in self.kinds:
            return False
        is_negative = isinstance(value, timedelta) and value < timedelta()
        return isinstance(value, self.kinds) and not is_negative


class Settings:
    """The settings, as a table."""

    ISSUER = Setting[str | None](
        None,
        "The issuer identifier (RFC 8414 §2): the https origin of the site. "
        "Without it, the origin of each request.",
        str,
        type(None),
    )
    SCOPES = Setting[dict[str, dict[str, Any]]](
        {
            "read": {
                "title": _("Read"),
                "description": _("See your data."),
                "implies": ["read:*"],
                "default": True,
            },
            "write": {
                "title": _("Write"),
                "description": _("Add, change and delete your data."),
                "implies": ["write:*"],
            },
            "follow": {
                "title": _("Follow"),
                "description": _("See and change whom you follow, block and mute."),
            },
        },
        "Scopes to define when the site migrates: name to title, description, group, implies, "
        "default, sensitive, translations.",
    )
    ACCESS_TOKEN_LIFETIME = Setting[timedelta | None](
        timedelta(hours=1),
        "How long an access token lives. None: until it is revoked, or its authorization ends.",
        timedelta,
        type(None),
    )
    REFRESH_TOKEN_LIFETIME = Setting(
        timedelta(days=90), "How long a refresh token lives unused; each use starts it again."
    )
    GRANT_LIFETIME = Setting[timedelta | None](
        timedelta(days=365),
        "When all that came from one authorization ends, however often it was refreshed. "
        "None: never.",
        timedelta,
        type(None),
    )
    REFRESH_TOKEN_REPLAY_WINDOW = Setting(
        timedelta(seconds=30),
        "How long a spent refresh token gets the same answer again. Zero: strictly single use.",
    )
    AUTHORIZATION_CODE_LIFETIME = Setting(
        timedelta(seconds=60), "How long a code behind a redirect can be redeemed."
    )
    MANUAL_CODE_LIFETIME = Setting(
        timedelta(minutes=10), "How long a code that a person copies by hand can be redeemed."
    )
    CONSENT_LIFETIME = Setting[timedelta | None](
        timedelta(days=365),
        "How long a user's consent is remembered. None: until it is withdrawn.",
        timedelta,
        type(None),
    )
    CONSENT_PAGE_LIFETIME = Setting(
        timedelta(hours=1), "How long a consent page can be answered after it was shown."
    )
    REVOKE_ON_PASSWORD_CHANGE = Setting(
        True, "Whether a user's new password ends all that was authorized with the old one."
    )
    DEVELOPMENT_HTTP_HOSTS = Setting[list[str]](
        [],
        "Hosts whose redirect URIs may use http, for development. Loopback addresses always may.",
    )
    APPLICATIONS_BY = Setting(
        "nobody",
        "Who registers applications on the pages for developers: nobody, staff or everybody.",
    )
    APPLICATIONS_PER_USER = Setting(10, "How many applications one user can register there.")
    DYNAMIC_REGISTRATION = Setting(
        "off",
        "Who registers clients over the API (RFC 7591): off, token (whoever holds an initial "
        "access token from the admin) or open (everybody, at a limited rate).",
    )
    REGISTRATIONS_PER_HOUR = Setting(
        5, "How many clients one address can register in an hour where registration is open."
    )
    UNUSED_CLIENT_LIFETIME = Setting[timedelta | None](
        timedelta(days=30),
        "How long a client that registered itself stays if nobody ever used it. None: for good.",
        timedelta,
        type(None),
    )
    ACCESS_TOKEN_PARTITIONS = Setting(
        False,
        "Whether manage.py partition_tokens removes expired access tokens, whole partitions at "
        "once, so that nothing else need do it.",
    )
    FAILURES_PER_CLIENT = Setting(
        10, "How many failed authentications of one client from one address are answered at once."
    )
    FAILURES_PER_ADDRESS = Setting(
        100, "How many failed authentications from one address are answered within a minute."
    )
    USERINFO = Setting(
        "oauth_provider.views.userinfo.describe",
        "A function of a request and a user, by its dotted path: what the userinfo endpoint says "
        "of the user, by the names of OpenID Connect Core §5.1.",
    )
    SERVICE_DOCUMENTATION = Setting[str | None](
        None,
        "Where developers read about the API: an address that the metadata name (RFC 8414 §2).",
        str,
        type(None),
    )
    TOKEN_CACHE = Setting[str | None](
        None,
        "A cache, by its name in CACHES: access tokens are remembered there for a few seconds, and "
        "an API call costs no query. None: each call asks the database.",
        str,
        type(None),
    )
    REALM = Setting("api", "The realm named in WWW-Authenticate challenges (RFC 9110 §11.5).")
    MAX_BODY_SIZE = Setting(
        64 * 1024, "The largest request body that the token endpoints read, in bytes."
    )

    def __iter__(self) -> Iterator[Setting[Any]]:
        return (value for value in vars(type(self)).values() if isinstance(value, Setting))


conf = Settings()
