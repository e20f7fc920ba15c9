"""The authorization code grant at the authorization endpoint (RFC 6749 §4.1.1, RFC 7636 §4.3)."""

from typing import Any

from oauthlib.common import Request
from oauthlib.oauth2 import AuthorizationCodeGrant, RequestValidator

from oauth_provider.domain import pkce, scope, secret
from oauth_provider.domain.grant_type import GrantType
from oauth_provider.domain.interaction import Demands, DemandsError
from oauth_provider.models import AuthorizationCode, Client, Grant
from oauth_provider.models.database import together
from oauth_provider.protocol.errors import (
    InvalidRequest,
    RequestNotSupported,
    RequestURINotSupported,
    UnauthorizedClient,
    UnsupportedResponseType,
)
from oauth_provider.protocol.lifetimes import code_expiry, grant_expiry
from oauth_provider.protocol.message import Message
from oauth_provider.protocol.scopes import checked_scope, default_scope
from oauth_provider.signals import announce, authorization_granted

# Response types of OAuth 2 and OpenID Connect that no client here is registered for.
FRONT_CHANNEL = frozenset({"token", "id_token"})


class AuthorizationRequestValidator(RequestValidator):
    """Whether a client may ask, and what is stored when the user has agreed."""

    def validate_client_id(self, client_id: str, request: Any, *_args: Any) -> bool:
        """Is there such a client, and is it enabled?"""
        if request.client is None:
            request.client = Client.objects.filter(client_id=client_id).first()
        client = request.client
        return client is not None and client.is_enabled and client.client_id == client_id

    def validate_redirect_uri(self, _client_id: str, uri: str, request: Any, *_args: Any) -> bool:
        """Did the client register it?"""
        return bool(request.client.is_redirect_uri(uri))

    def get_default_redirect_uri(self, _client_id: str, request: Any, *_args: Any) -> str | None:
        """The only registered one, if there is only one (RFC 6749 §3.1.2.3)."""
        registered = request.client.redirect_uris
        return registered[0] if len(registered) == 1 else None

    def validate_response_type(
        self, _client_id: str, response_type: str, client: Client, *_args: Any
    ) -> bool:
        """Is this a request for a code, from a client registered for it?"""
        if response_type != "code" or not client.allows(GrantType.AUTHORIZATION_CODE):
            raise UnauthorizedClient("This client is not registered for this response_type.")
        return True

    def is_pkce_required(self, _client_id: str, request: Any) -> bool:
        """Must the client send a code challenge?"""
        return bool(request.client.must_use_pkce)

    def get_default_scopes(self, _client_id: str, request: Any, *_args: Any) -> list[str]:
        """What the client gets if it asks for nothing."""
        return default_scope(request.client)

    def validate_scopes(
        self, _client_id: str, scopes: list[str], client: Client, request: Any, *_args: Any
    ) -> bool:
        """May the client ask for this scope?"""
        request.scopes = checked_scope(scopes, client)
        return True

    def save_authorization_code(
        self, _client_id: str, code: dict[str, str], request: Any, *_args: Any
    ) -> None:
        """Store the grant and its code: the digest, and what its redemption must prove."""
        client, now = request.client, request.now
        with together(Grant):
            grant = Grant.objects.begin(
                client=client,
                user=request.user,
                grant_type=GrantType.AUTHORIZATION_CODE,
                scope=scope.format_scope(request.scopes),
                created_at=now,
                authenticated_at=request.authenticated_at,
                expires_at=grant_expiry(client, now=now),
            )
            AuthorizationCode.objects.create(
                grant=grant,
                digest=secret.digest(code["code"]),
                redirect_uri=request.redirect_uri,
                is_redirect_uri_required="redirect_uri" in dict(request.decoded_body),
                code_challenge=request.code_challenge or "",
                created_at=now,
                expires_at=code_expiry(request.redirect_uri, now=now),
            )
            told = {"grant": grant, "is_asked": request.is_asked}
            announce(authorization_granted, sender=Grant, **told)


class AuthorizationRequestGrant(AuthorizationCodeGrant):
    """oauthlib's grant, answering in parameters: where they go is for the page to say."""

    _code_challenge_methods = {pkce.METHOD: pkce.matches}

    def create_authorization_code(self, request: Any) -> dict[str, str]:
        """The members of an authorization response (RFC 6749 §4.1.2, RFC 9207 §2)."""
        code = {"code": secret.generate(secret.Kind.AUTHORIZATION_CODE)}
        state = {} if request.state is None else {"state": request.state}
        return {**code, **state, "iss": request.issuer}

    def prepare_authorization_response(
        self, _request: Any, token: dict[str, str], *_args: Any
    ) -> tuple[dict[str, str], dict[str, str], int]:
        """Hand the members on as they are."""
        return {}, token, 302


def read(message: Message) -> Any:
    """oauthlib's request for a message. It wants a URI; the parameters travel in the body."""
    request = Request(message.issuer, "POST", message.parameters, {})
    request.issuer, request.repeated = message.issuer, message.repeated
    request.scopes = [name for name in (request.scope or "").split(" ") if name]
    return request


def refuse_repeated(request: Any) -> dict[str, Any]:
    """RFC 6749 §3.1: no parameter more than once."""
    if request.repeated:
        raise InvalidRequest(f"Duplicate {request.repeated[0]} parameter.")
    return {}


def refuse_request_objects(request: Any) -> dict[str, Any]:
    """OpenID Connect Core §6: parameters inside a JWT are not read here."""
    sent = dict(request.decoded_body)
    if "request" in sent:
        raise RequestNotSupported
    if "request_uri" in sent:
        raise RequestURINotSupported
    return {}


def refuse_other_response_types(request: Any) -> dict[str, Any]:
    """RFC 9700 §2.1.2: no token ever travels through the browser's address bar."""
    asked = set((request.response_type or "code").split())
    if asked & FRONT_CHANNEL:
        raise UnauthorizedClient("Ask for response_type=code.")
    if asked != {"code"}:
        raise UnsupportedResponseType("The only response_type is code.")
    return {}


def refuse_other_response_modes(request: Any) -> dict[str, Any]:
    """OAuth 2.0 Multiple Response Types §2.1: the query is where a code goes."""
    if request.response_mode not in {None, "query"}:
        raise InvalidRequest("The only response_mode is query.")
    return {}


def read_demands(request: Any) -> dict[str, Any]:
    """OpenID Connect Core §3.1.2.1, and what Mastodon and MusicBrainz call it."""
    try:
        request.demands = Demands.of(dict(request.decoded_body))
    except DemandsError as error:
        raise InvalidRequest(str(error)) from error
    return {}


def refuse_weak_challenges(request: Any) -> dict[str, Any]:
    """RFC 7636 §4.2, RFC 9700 §2.1.1: S256, and a challenge that can be one."""
    if request.code_challenge_method and not request.code_challenge:
        raise InvalidRequest("code_challenge_method was sent without code_challenge.")
    if request.code_challenge and request.code_challenge_method != pkce.METHOD:
        raise InvalidRequest("code_challenge_method must be S256.")
    if request.code_challenge and not pkce.is_challenge(request.code_challenge):
        raise InvalidRequest("code_challenge must be 43 characters of base64url.")
    return {}


GRANT = AuthorizationRequestGrant(
    AuthorizationRequestValidator(),
    pre_auth=[
        refuse_repeated,
        refuse_request_objects,
        refuse_other_response_types,
        refuse_other_response_modes,
        refuse_weak_challenges,
        read_demands,
    ],
)
