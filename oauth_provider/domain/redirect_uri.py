"""Redirect URIs: may this one be registered? does that one match it?

Comparison is of the exact string. The one exception is the port of a loopback IP literal, which
a native application gets from its operating system (RFC 8252 §7.3).
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
OUT_OF_BAND_URIS = frozenset({OUT_OF_BAND, f"{OUT_OF_BAND}:auto"})

LOOPBACK_LITERALS = ("http://127.0.0.1", "http://[::1]")
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
LOOPBACK = re.compile(r"(http://(?:127\.0\.0\.1|\[::1\]|localhost))(?::([0-9]{1,5}))?([/?].*)?")

# What browsers or operating systems run, show or fetch themselves.
FORBIDDEN_SCHEMES = frozenset(
    {"about", "blob", "chrome", "data", "file", "filesystem", "ftp", "intent", "jar", "javascript"}
    | {"mhtml", "ms-msdt", "resource", "search-ms", "shell", "vbscript", "view-source", "ws", "wss"}
)
RESPONSE_PARAMETERS = frozenset({"code", "state", "iss", "error", "error_description"})
URI_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()+,;=%]+")  # RFC 3986 §2, no "*"
BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
HOST = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?")
PRIVATE_USE_SCHEME = re.compile(r"[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+")
MAX_LENGTH = 2000
MAX_HOST_LENGTH = 253  # RFC 1035 §2.3.4
MAX_ORIGIN_LENGTH = 300


class RedirectURIError(ValueError):
    """This URI may not be registered; the text says why, to the person registering it."""


def matches(registered: str, presented: str, *, allows_localhost: bool = False) -> bool:
    """Is the presented URI the registered one, but for the port of a loopback address?

    The name ``localhost`` counts as one only for a client that opted in (RFC 8252 §8.3).
    """
    if registered == presented:
        return True
    one, other = LOOPBACK.fullmatch(registered), LOOPBACK.fullmatch(presented)
    if one is None or other is None or not is_port(other[2]):
        return False
    is_literal = one[1] in LOOPBACK_LITERALS
    return (is_literal or allows_localhost) and (one[1], one[3]) == (other[1], other[3])


def is_registered(
    registered: Iterable[str], presented: str, *, allows_localhost: bool = False
) -> bool:
    """Does the presented URI match any registered one?"""
    return any(matches(uri, presented, allows_localhost=allows_localhost) for uri in registered)


def is_port(text: str | None) -> bool:
    """Is this a TCP port, or the lack of one?"""
    return text is None or 0 < int(text) < 65536


def with_parameters(uri: str, parameters: Mapping[str, str]) -> str:
    """The URI with the parameters at the end of its query; what was there stays byte for byte."""
    separator = "&" if "?" in uri else "?"
    return f"{uri}{separator}{urlencode(parameters, quote_via=quote)}"


def origin_of(uri: str) -> str | None:
    """The web origin a browser client at this URI has (RFC 6454 §6.2); None for native ones."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else None


def is_origin(text: object) -> bool:
    """Is this a web origin, as browsers write it (RFC 6454 §6.2)?"""
    if not isinstance(text, str) or len(text) > MAX_ORIGIN_LENGTH:
        return False
    try:
        check_registration(f"{text}/", is_public=True)
    except RedirectURIError:
        return False
    return origin_of(f"{text}/") == text


def check_registration(
    uri: str,
    *,
    is_public: bool,
    http_hosts: frozenset[str] = frozenset(),
    any_scheme: bool = False,
) -> None:
    """Raise RedirectURIError with the reason if a client of this type may not register the URI.

    ``http_hosts`` are the hosts that need no https, beside the loopback addresses. ``any_scheme``
    admits whatever opens an application, such as ``app://callback``, for clients of both types.
    RFC 6749 §3.1.2, RFC 8252 §7 and RFC 9700 §2.1.
    """
    if uri in OUT_OF_BAND_URIS:
        return
    parts = _split(uri)
    if parts.scheme in {"http", "https"}:
        _check_web(parts, LOOPBACK_HOSTS | http_hosts)
    elif any_scheme:
        _check_any_scheme(parts, uri)
    else:
        _check_private_use(parts, is_public=is_public)
    if {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)} & RESPONSE_PARAMETERS:
        raise RedirectURIError("Its query must not hold a parameter that the answer adds.")


def _split(uri: str) -> SplitResult:
    if len(uri) > MAX_LENGTH:
        raise RedirectURIError(f"It is longer than {MAX_LENGTH} characters.")
    if not URI_CHARACTERS.fullmatch(uri) or BROKEN_ESCAPE.search(uri):
        raise RedirectURIError("It has a character that a URI cannot hold, or a wildcard.")
    if "#" in uri:
        raise RedirectURIError("It must not have a fragment (RFC 6749 §3.1.2).")
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise RedirectURIError("It is not a valid URI.") from error
    if parts.scheme in FORBIDDEN_SCHEMES | {""} or not uri.startswith(f"{parts.scheme}:"):
        raise RedirectURIError("It must be an absolute URI with a lower-case scheme.")
    return parts


def _check_web(parts: SplitResult, http_hosts: frozenset[str]) -> None:
    try:
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RedirectURIError("Its host or port is not valid.") from error
    segments = unquote(parts.path).split("/")
    refusals = {
        "It must not carry a user name or a password.": "@" in parts.netloc,
        "Its host must be written in lower case.": parts.netloc != parts.netloc.lower(),
        "It must name a host.": not HOST.fullmatch(f"[{host}]" if ":" in host else host),
        "Its host is too long.": len(host) > MAX_HOST_LENGTH,
        "It must use https; http is for loopback addresses only.": (
            parts.scheme == "http" and host not in http_hosts
        ),
        "It must not hold the path segments “.” or “..”.": "." in segments or ".." in segments,
    }
    for reason, is_refused in refusals.items():
        if is_refused:
            raise RedirectURIError(reason)


def _check_private_use(parts: SplitResult, *, is_public: bool) -> None:
    if not is_public:
        raise RedirectURIError("It must use https; other schemes are for public clients.")
    if not PRIVATE_USE_SCHEME.fullmatch(parts.scheme):
        raise RedirectURIError(
            "Its scheme must be a domain name of yours in reverse, as in com.example.app:/callback."
        )
    if parts.netloc:
        raise RedirectURIError("A private-use scheme is followed by a path, as in “scheme:/path”.")


def _check_any_scheme(parts: SplitResult, uri: str) -> None:
    if not uri.startswith(f"{parts.scheme}:/"):
        raise RedirectURIError("Its scheme is followed by a slash, as in “app://callback”.")
    if "@" in parts.netloc:
        raise RedirectURIError("It must not carry a user name or a password.")
