"""Redirect URIs as the toolkit has them: which go on as they are, and which would be dangerous?"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from oauth_provider.domain.redirect_uri import (
    FORBIDDEN_SCHEMES,
    MAX_LENGTH,
    URI_CHARACTERS,
    RedirectURIError,
    check_registration,
)


@dataclass(frozen=True)
class Judged:
    """What is registered, what of it a new client could not register, and what is refused."""

    kept: list[str]
    tolerated: dict[str, str]
    refused: dict[str, str]


def judge(uris: Iterable[str], *, is_public: bool) -> Judged:
    """Keep what clients depend on and is no worse than before, such as plain http."""
    found = Judged([], {}, {})
    for uri in dict.fromkeys(uris):
        try:
            check_registration(uri, is_public=is_public)
        except RedirectURIError as error:
            reasons = found.refused if _is_dangerous(uri) else found.tolerated
            reasons[uri] = str(error)
        if uri not in found.refused:
            found.kept.append(uri)
    return found


def _is_dangerous(uri: str) -> bool:
    """Could the answer run as a script, go to somebody else, or get lost on the way?"""
    if len(uri) > MAX_LENGTH or not URI_CHARACTERS.fullmatch(uri) or "#" in uri:
        return True
    try:
        parts = urlsplit(uri)
        is_malformed = parts.port == 0
    except ValueError:
        return True
    return (
        is_malformed
        or not parts.scheme
        or parts.scheme.lower() in FORBIDDEN_SCHEMES
        or "@" in parts.netloc
        or (parts.scheme in {"http", "https"} and not parts.hostname)
    )
