"""The composition root: which grants, endpoints and token types this server has."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from oauthlib.oauth2 import IntrospectEndpoint, OAuth2Error, RevocationEndpoint, TokenEndpoint

from oauth_provider.domain.grant_type import GrantType

from .errors import InvalidRequest
from .grants import authorization_code, client_credentials, refresh_token, unsupported
from .introspection import IntrospectionValidator, ResourceServerValidator
from .message import Answer, Message
from .revocation import RevocationValidator
from .tokens.bearer import Bearer

UNSUPPORTED = ""  # no client can name it: an empty value counts as omitted

GRANTS = {
    GrantType.AUTHORIZATION_CODE: authorization_code.GRANT,
    GrantType.REFRESH_TOKEN: refresh_token.GRANT,
    GrantType.CLIENT_CREDENTIALS: client_credentials.GRANT,
    UNSUPPORTED: unsupported.GRANT,
}

TOKEN = TokenEndpoint(UNSUPPORTED, Bearer(), GRANTS)
REVOCATION = RevocationEndpoint(RevocationValidator())
INTROSPECTION = IntrospectEndpoint(IntrospectionValidator())
INTROSPECTION_BY_TOKEN = IntrospectEndpoint(ResourceServerValidator())


def token(message: Message) -> Answer:
    """Answer a token request (RFC 6749 §3.2)."""
    return _answer(TOKEN.create_token_response, message)


def revoke(message: Message) -> Answer:
    """Answer a revocation request (RFC 7009 §2)."""
    return _answer(REVOCATION.create_revocation_response, message)


def introspect(message: Message, *, by_resource_server: bool = False) -> Answer:
    """Answer an introspection request (RFC 7662 §2), of a client or of who proved another way."""
    endpoint = INTROSPECTION_BY_TOKEN if by_resource_server else INTROSPECTION
    answer = _answer(endpoint.create_introspect_response, message)
    if answer.body.get("active"):
        return replace(answer, body={**answer.body, "iss": message.issuer})
    return answer


def _answer(respond: Callable[..., tuple[dict[str, str], str, int]], message: Message) -> Answer:
    try:
        _refuse_unreadable(message)
        headers, body, status = respond(message.issuer, "POST", message.parameters, message.headers)
    except OAuth2Error as error:
        headers, body, status = error.headers, error.json, error.status_code
    challenge: dict[str, Any] = {k: v for k, v in headers.items() if k == "WWW-Authenticate"}
    return Answer(json.loads(body or "{}"), status, challenge)


def _refuse_unreadable(message: Message) -> None:
    if message.has_query:
        raise InvalidRequest("Send the parameters in the body, not in the query.")
    if message.repeated:
        raise InvalidRequest(f"Duplicate {message.repeated[0]} parameter.")
    if message.unprintable:
        raise InvalidRequest(f"The {message.unprintable[0]} parameter is not text.")


def _hush(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


# At DEBUG, oauthlib writes codes and refresh tokens into its log.
for _name in [name for name in logging.root.manager.loggerDict if name.startswith("oauthlib")]:
    logging.getLogger(_name).addFilter(_hush)
