"""The access token of a value, without a query where one was asked a moment ago.

A live token is remembered for ``LIFETIME`` seconds. Whatever may end or narrow one leaves a notice
in the same cache, which outlives all that was remembered before it: as long as it is there, the
database is asked. Nothing is believed that the cache did not say.
"""

from time import monotonic
from typing import Any

from django.core.cache import caches

from oauth_provider.conf import conf
from oauth_provider.domain import secret
from oauth_provider.domain.liveness import Liveness
from oauth_provider.models import AccessToken, moment

from . import doubt, entry, notices, period

__all__ = ["LIFETIME", "find"]

LIFETIME = 5  # seconds
PREFIX = f"oauth_provider.token.{entry.VERSION}."


def find(value: str) -> AccessToken | None:
    """The token with its grant and client, whether it is live or not.

    Its user is read when somebody asks for more than the id.
    """
    if conf.TOKEN_CACHE is None or doubt.is_cast():
        return AccessToken.find(value)
    key = PREFIX + secret.digest(value)
    remembered, present = _recall(key, conf.TOKEN_CACHE)
    return remembered or _ask(key, value, present, conf.TOKEN_CACHE)


def _recall(key: str, alias: str) -> tuple[AccessToken | None, Any]:
    """The token, if what is remembered can be believed, and the period in which it was asked."""
    present = None
    with doubt.cast_on_error("it was not asked"):
        cache = caches[alias]
        names = notices.known_about(key)
        found = cache.get_many([period.KEY, key, *(names or ())])
        if names is None and key in found:
            names = notices.about(key, found[key])
            found = cache.get_many([period.KEY, key, *names])
        present = found.get(period.KEY) or period.present(cache)
        # Both, and no notice: a cache that hides its errors has said nothing.
        if names is not None and found.keys() == {period.KEY, key}:
            return entry.restored(found[key], period=present), present
    return None, present


def _ask(key: str, value: str, present: Any, alias: str) -> AccessToken | None:
    asked_at, token = monotonic(), AccessToken.find(value)
    if token is None or token.confirmation_key or present is None:
        return token
    if token.liveness(moment.now()) is not Liveness.LIVE:
        return token
    with doubt.cast_on_error("a token was not remembered"):
        rest = LIFETIME - (monotonic() - asked_at)
        if rest >= 1:
            caches[alias].set(key, entry.of(token, period=present), rest)
    return token
