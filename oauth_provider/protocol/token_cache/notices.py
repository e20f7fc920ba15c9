"""Notices in the cache: of these tokens, nothing that was remembered is to be believed."""

from typing import Any

from django.core.cache import caches

from oauth_provider.conf import conf
from oauth_provider.models.changes import Subject

from . import doubt, entry

PREFIX = "oauth_provider.changed."
LIFETIME = 15  # seconds: no transaction is expected to take longer than this outlives an entry

# Of which token a notice would be named how never changes: known, it saves a round trip.
_known: dict[str, list[str]] = {}
MOST_KNOWN = 10_000


def known_about(key: str) -> list[str] | None:
    """The names that notices about the token of this entry would have, if they are known."""
    return _known.get(key)


def about(key: str, kept: entry.Entry) -> list[str]:
    """The names that notices about the token of this entry would have."""
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[key] = names = _names(kept)
    return names


def _names(kept: entry.Entry) -> list[str]:
    token, grant, client, user = entry.keys(kept)
    return [
        _key(Subject.ACCESS_TOKEN, token),
        _key(Subject.GRANT, grant),
        _key(Subject.CLIENT, client),
        _key(Subject.USER, user),
        _key(Subject.EVERYTHING),
    ]


def leave(*, subject: Subject, keys: tuple[Any, ...], **_signal: Any) -> None:
    """Leave a notice. A receiver of ``models.changes.changed``."""
    if conf.TOKEN_CACHE is None:
        return
    found = {_key(subject, key): 1 for key in keys} if keys else {_key(Subject.EVERYTHING): 1}
    with doubt.cast_on_error(f"a change of {subject} was not told", is_change=True):
        cache = caches[conf.TOKEN_CACHE]
        cache.set_many(found, LIFETIME)
        if cache.get_many(found).keys() != found.keys():  # some caches hide their errors
            raise ConnectionError("the cache did not keep what it was told")


def _key(subject: Subject, key: Any = "") -> str:
    return f"{PREFIX}{subject}.{key}"
