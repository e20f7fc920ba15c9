"""What a client says about itself when it registers (RFC 7591 §2): names, types and bounds."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from . import client_name, scope
from .grant_type import GrantType

Reader = Callable[[Any], Any]

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # BCP 47, as far as it matters
IN_LANGUAGES = frozenset({"client_name", "client_uri", "logo_uri", "tos_uri", "policy_uri"})
URI_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")  # RFC 3986 §2
# Control characters, other line ends, and what turns the direction of the text around it.
MISLEADING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MAX_NAME_LENGTH = 200
MAX_URI_LENGTH = 2000
MAX_ITEMS = 50


class ClientMetadataError(ValueError):
    """A value that nobody can register; the text says to the client's developer what to mend."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name


def read(given: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata that mean something here. Raises ClientMetadataError for a wrong type.

    Unknown ones are ignored (RFC 7591 §2); null and empty ones count as omitted (RFC 7592 §2.2).
    """
    sent = {name: value for name, value in given.items() if value not in (None, "", [])}
    readers = {name: reader for name in sent if (reader := _reader(name)) is not None}
    if len(readers) > len(READERS) + MAX_ITEMS:
        raise ClientMetadataError("client_name", f"More than {MAX_ITEMS} translations.")
    return {name: _read(name, sent[name], reader) for name, reader in readers.items()}


def response_types_of(grant_types: Collection[str]) -> list[str]:
    """The response types that go with these grant types (RFC 7591 §2.1)."""
    return ["code"] if GrantType.AUTHORIZATION_CODE in grant_types else []


def _reader(name: str) -> Reader | None:
    base, hash_sign, tag = name.partition("#")
    if hash_sign and not (base in IN_LANGUAGES and LANGUAGE_TAG.fullmatch(tag)):
        return None
    return READERS.get(base)


def _read(name: str, value: Any, reader: Reader) -> Any:
    try:
        return reader(value)
    except ValueError as error:
        raise ClientMetadataError(name, str(error)) from error


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise ValueError(reason)


def _text(limit: int) -> Reader:
    def read_text(value: Any) -> str:
        _require(isinstance(value, str), "This must be a string.")
        _require(len(value) <= limit, f"This is longer than {limit} characters.")
        is_plain = value.strip() and not MISLEADING.search(value)
        _require(bool(is_plain), "This must be one line of plain text.")
        return str(value)

    return read_text


def _list(read_item: Reader) -> Reader:
    def read_list(value: Any) -> list[Any]:
        _require(isinstance(value, list), "This must be a list of strings.")
        _require(len(value) <= MAX_ITEMS, f"These are more than {MAX_ITEMS}.")
        return list(dict.fromkeys(map(read_item, value)))

    return read_list


def _one_of(names: Iterable[str]) -> Reader:
    supported = tuple(names)

    def read_name(value: Any) -> str:
        is_supported = isinstance(value, str) and value in supported
        _require(is_supported, f"Supported are {', '.join(supported)}.")
        return str(value)

    return read_name


def _web_uri(*schemes: str) -> Reader:
    def read_uri(value: Any) -> str:
        uri: str = _text(MAX_URI_LENGTH)(value)
        parts = urlsplit(uri)
        is_plain = URI_CHARACTERS.fullmatch(uri) is not None and "@" not in parts.netloc
        is_web = parts.scheme in schemes and bool(parts.hostname) and is_plain
        _require(is_web, f"This must be an address that starts with {schemes[0]}://.")
        return uri

    return read_uri


def _name(value: Any) -> str:
    name: str = _text(MAX_NAME_LENGTH)(value)
    flaws = ", ".join(client_name.flaws(name)).replace("_", " ")
    _require(not flaws, f"People could misread this name: {flaws}.")
    return name


def _scope(value: Any) -> str:
    try:
        return scope.format_scope(scope.parse(_text(scope.MAX_SCOPES * scope.MAX_LENGTH)(value)))
    except scope.ScopeSyntaxError as error:
        raise ValueError("Scopes are names separated by single blanks.") from error


READERS: dict[str, Reader] = {
    "redirect_uris": _list(_text(MAX_URI_LENGTH)),
    "token_endpoint_auth_method": _text(MAX_NAME_LENGTH),
    "grant_types": _list(_one_of(GrantType)),
    "response_types": _list(_one_of(["code"])),
    "client_name": _name,
    "client_uri": _web_uri("https", "http"),
    "logo_uri": _web_uri("https"),
    "scope": _scope,
    "contacts": _list(_text(MAX_NAME_LENGTH)),
    "tos_uri": _web_uri("https", "http"),
    "policy_uri": _web_uri("https", "http"),
    "software_id": _text(MAX_NAME_LENGTH),
    "software_version": _text(MAX_NAME_LENGTH),
    "application_type": _one_of(["web", "native"]),
}
