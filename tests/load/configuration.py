"""Which provider is loaded, and how it is set up: asked in each process of its server."""

import os
from typing import Any

OURS = "oauth_provider"
TOOLKIT = "django-oauth-toolkit"
HARDENED = "django-oauth-toolkit, hardened"
PARTIES = (OURS, TOOLKIT, HARDENED)


def apply() -> dict[str, Any]:
    """Set up the party that LOAD_PARTY names. Returns the settings that tell it from others."""
    is_hardened = os.environ["LOAD_PARTY"] == HARDENED
    return _ours() if is_ours() else _theirs(is_hardened=is_hardened)


def is_ours() -> bool:
    """Is it this project's own?"""
    return os.environ["LOAD_PARTY"] == OURS


def _ours() -> dict[str, Any]:
    from oauth_provider.conf import conf

    shown = ("ACCESS_TOKEN_LIFETIME", "REFRESH_TOKEN_LIFETIME", "REFRESH_TOKEN_REPLAY_WINDOW")
    return {name: str(getattr(conf, name)) for name in (*shown, *_of_the_cache(conf))}


def _of_the_cache(conf: Any) -> list[str]:
    return [name for name in ("TOKEN_CACHE",) if hasattr(conf, name)]


def _theirs(*, is_hardened: bool) -> dict[str, Any]:
    from oauth2_provider.settings import OAuth2ProviderSettings, oauth2_settings

    from tests.benchmarks.toolkit import HARDENED as CHOSEN
    from tests.benchmarks.toolkit import SHOWN

    if is_hardened:
        chosen = {name: CHOSEN[name] for name in SHOWN}
        oauth2_settings.__dict__ = vars(OAuth2ProviderSettings(chosen))
    return {name: str(getattr(oauth2_settings, name)) for name in SHOWN}
