"""What is wrong with an application, in the words and in the order of Mastodon's own answers.

The rules are those for every client. Where Mastodon has no words for one, its own reason follows.
"""

from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.utils import translation

from oauth_provider.domain import redirect_uri, scope
from oauth_provider.models import Client
from oauth_provider.models.client_rules import check_redirect_uri
from oauth_provider.models.scope import registry

Problem = tuple[str, str]  # the field, and what is wrong with it

SUBJECTS = {
    "name": "Application name",
    "redirect_uris": "Redirect URI",
    "scope": "Scopes",
    "client_uri": "Application website",
}
MAX_NAME_LENGTH = 60
MAX_URIS_LENGTH = 2000  # of all together
MAX_WEBSITE_LENGTH = 2000

BLANK = "can't be blank"
UNKNOWN_SCOPE = "doesn't match those configured on the server."
INVALID_URL = "is not a valid URL"
INVALID_URI = "must be a valid URI."
NOT_HTTPS = "must be an HTTPS/SSL URI."
ABOUT_URIS: dict[str, Callable[[str, SplitResult], bool]] = {
    "is forbidden by the server.": lambda _, uri: uri.scheme in redirect_uri.FORBIDDEN_SCHEMES,
    "cannot contain a fragment.": lambda text, _: "#" in text,
    "must specify a scheme.": lambda text, uri: _is_opaque(text, uri) or uri.scheme == "localhost",
    "must be an absolute URI.": lambda _, uri: not uri.scheme,
    INVALID_URI: lambda _, uri: uri.scheme in {"http", "https"} and not uri.netloc,
}


def problems(client: Client) -> list[str]:
    """All that keeps the client from being registered; empty if nothing does."""
    found = [*_blanks(client), *_redirect_uris(client), *_scopes(client), *_lengths(client)]
    said = {field for field, _ in found}
    found.extend((field, words) for field, words in _others(client) if field not in said)
    return [f"{SUBJECTS.get(field, field)} {words}" for field, words in found]


def _blanks(client: Client) -> Iterator[Problem]:
    for field in ("name", "redirect_uris"):
        if not getattr(client, field):
            yield field, BLANK


def _redirect_uris(client: Client) -> Iterator[Problem]:
    if _length_of_uris(client) > MAX_URIS_LENGTH:
        return  # said with the other lengths
    words = (each for uri in client.redirect_uris for each in _about(uri, client))
    yield from (("redirect_uris", each) for each in dict.fromkeys(words))


def _scopes(client: Client) -> Iterator[Problem]:
    try:
        is_known = not registry().unknown(scope.parse(client.scope))
    except scope.ScopeSyntaxError:
        is_known = False
    if not is_known:
        yield "scope", UNKNOWN_SCOPE


def _lengths(client: Client) -> Iterator[Problem]:
    limits = {
        "name": (len(client.name), MAX_NAME_LENGTH),
        "redirect_uris": (_length_of_uris(client), MAX_URIS_LENGTH),
        "client_uri": (len(client.client_uri), MAX_WEBSITE_LENGTH),
    }
    for field, (length, limit) in limits.items():
        if length > limit:
            yield field, f"is too long (maximum is {limit} characters)"


def _others(client: Client) -> Iterator[Problem]:
    """What the rules for every client say."""
    try:
        with translation.override(None):  # for developers, as all of this
            client.full_clean(exclude=["owner"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for field, reasons in error.message_dict.items():
            is_website = field == "client_uri"
            yield field, INVALID_URL if is_website else f"is invalid. {' '.join(reasons)}"


def _about(uri: str, client: Client) -> list[str]:
    reason, parts = _refusal(uri, client), _parsed(uri)
    if reason is None:
        return []
    if parts is None:
        return [INVALID_URI]
    if found := [words for words, is_meant in ABOUT_URIS.items() if is_meant(uri, parts)]:
        return found
    is_only_http = parts.scheme == "http" and _refusal(f"https{uri[4:]}", client) is None
    return [NOT_HTTPS if is_only_http else f"{INVALID_URI} {reason}"]


def _refusal(uri: str, client: Client) -> str | None:
    try:
        check_redirect_uri(client, uri)
    except redirect_uri.RedirectURIError as error:
        return str(error)
    return None


def _parsed(uri: str) -> SplitResult | None:
    is_spelled_well = redirect_uri.URI_CHARACTERS.fullmatch(uri.replace("*", ""))
    if not is_spelled_well or redirect_uri.BROKEN_ESCAPE.search(uri) or uri.count("#") > 1:
        return None
    try:
        return urlsplit(uri)
    except ValueError:
        return None


def _is_opaque(text: str, uri: SplitResult) -> bool:
    """As ``mailto:`` and ``localhost:3000`` are, which name no place (RFC 3986 §3)."""
    return bool(uri.scheme) and not text.startswith(f"{text[: len(uri.scheme)]}:/")


def _length_of_uris(client: Client) -> int:
    return len("\n".join(client.redirect_uris))
