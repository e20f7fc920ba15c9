"""A client as the wire has it: metadata by the names of RFC 7591 §2, in both directions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation

from oauth_provider.conf import conf
from oauth_provider.domain import client_metadata, scope
from oauth_provider.domain.grant_type import ClientType, GrantType
from oauth_provider.models import Client
from oauth_provider.models.scope import registry
from oauth_provider.protocol.client_auth import METHODS
from oauth_provider.protocol.errors import (
    InvalidClientMetadata,
    InvalidRedirectURI,
    InvalidSoftwareStatement,
    UnapprovedSoftwareStatement,
)

DEFAULT_METHOD = "client_secret_basic"
FIELDS = {
    "client_name": "name",
    "redirect_uris": "redirect_uris",
    "grant_types": "grant_types",
    "scope": "scope",
    "client_uri": "client_uri",
    "logo_uri": "logo_uri",
}
NAMES = {field: name for name, field in FIELDS.items()}
KEPT_AS = "registered"  # in Client.metadata: what has no field of its own
UNSPEAKABLE = re.compile(r"[^\x20-\x21\x23-\x5B\x5D-\x7E]")  # RFC 6749 §5.2
QUOTES = str.maketrans(dict.fromkeys('“”"', "'"))
MAX_DESCRIPTION = 500


@dataclass(frozen=True)
class Limits:
    """What a registration cannot exceed, whatever it asks for."""

    scope_names: tuple[str, ...]
    may_act_for_itself: bool

    @classmethod
    def of(cls, client: Client) -> "Limits":
        """An update adds nothing that needs no user's consent, or that an admin took away."""
        return cls(client.scope_names, client.allows(GrantType.CLIENT_CREDENTIALS))


def refuse_software_statement(given: Mapping[str, Any]) -> None:
    """Nobody's is trusted here: say so, instead of ignoring what it claims (RFC 7591 §2.3)."""
    statement = given.get("software_statement")
    if isinstance(statement, str):
        raise UnapprovedSoftwareStatement
    if statement is not None:
        raise InvalidSoftwareStatement


def describe(client: Client, given: Mapping[str, Any], limits: Limits) -> None:
    """Make the client what the metadata say; what they omit gets its default (RFC 7592 §2.2)."""
    sent = _read(given)
    known_by = client.identity
    method = sent.setdefault("token_endpoint_auth_method", DEFAULT_METHOD)
    client.client_type = ClientType.PUBLIC if method == "none" else ClientType.CONFIDENTIAL
    for field, value in _fields(client, sent, limits).items():
        setattr(client, field, value)
    client.is_verified = client.is_verified and client.identity == known_by
    client.default_scope = _within(client.default_scope_names, client.scope_names)
    client.required_scope = _within(client.required_scope_names, client.scope_names)
    kept = {name: value for name, value in sent.items() if name not in FIELDS}
    client.metadata = {**client.metadata, KEPT_AS: kept}
    client.http_hosts = frozenset(conf.DEVELOPMENT_HTTP_HOSTS)
    _check(client, sent, limits)


def metadata_of(client: Client) -> dict[str, Any]:
    """All that is registered about the client, absent where there is nothing (RFC 7591 §3.2.1)."""
    kept = client.metadata.get(KEPT_AS)
    own = {name: getattr(client, field) for name, field in FIELDS.items()}
    found = {**(kept if isinstance(kept, dict) else {}), **own}
    return {
        **{name: value for name, value in found.items() if value != ""},
        "response_types": client_metadata.response_types_of(client.grant_types),
        "token_endpoint_auth_method": _method_of(client, found.get("token_endpoint_auth_method")),
    }


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return client_metadata.read(given)
    except client_metadata.ClientMetadataError as error:
        raise _error_about(error.name)(_speakable(str(error))) from error


def _fields(client: Client, sent: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    defaults = {
        "client_name": client.client_id,
        "redirect_uris": [],
        "grant_types": [GrantType.AUTHORIZATION_CODE.value],
        "scope": _within(registry().defaults, limits.scope_names),
        "client_uri": "",
        "logo_uri": "",
    }
    return {field: sent.get(name, defaults[name]) for name, field in FIELDS.items()}


def _within(names: tuple[str, ...], limit: tuple[str, ...]) -> str:
    implications = registry().implications
    fits = implications.covers(limit, names)
    return scope.format_scope(names if fits else implications.meet(names, limit))


def _method_of(client: Client, method: Any) -> str:
    if not client.is_confidential:
        return "none"
    return method if method in METHODS and method != "none" else DEFAULT_METHOD


def _check(client: Client, sent: Mapping[str, Any], limits: Limits) -> None:
    if sent["token_endpoint_auth_method"] not in METHODS:
        supported = ", ".join(METHODS)
        raise InvalidClientMetadata(f"token_endpoint_auth_method: Supported are {supported}.")
    expected = client_metadata.response_types_of(client.grant_types)
    if sent.get("response_types", expected) != expected:
        raise InvalidClientMetadata("response_types: code goes with authorization_code alone.")
    _check_rules(client)
    if client.allows(GrantType.CLIENT_CREDENTIALS) and not limits.may_act_for_itself:
        raise InvalidClientMetadata("grant_types: For client_credentials, ask an administrator.")
    if not registry().implications.covers(limits.scope_names, client.scope_names):
        raise InvalidClientMetadata("scope: An update adds no scopes. Ask an administrator.")


def _check_rules(client: Client) -> None:
    try:
        with translation.override(None):  # descriptions are for developers, and ASCII
            client.full_clean(exclude=["owner"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        found = {NAMES.get(field, field): said for field, said in error.message_dict.items()}
        name = "redirect_uris" if "redirect_uris" in found else next(iter(found))
        raise _error_about(name)(_speakable(f"{name}: {' '.join(found[name])}")) from error


def _error_about(name: str) -> type[InvalidClientMetadata | InvalidRedirectURI]:
    return InvalidRedirectURI if name == "redirect_uris" else InvalidClientMetadata


def _speakable(text: str) -> str:
    return UNSPEAKABLE.sub("?", text.translate(QUOTES))[:MAX_DESCRIPTION]
