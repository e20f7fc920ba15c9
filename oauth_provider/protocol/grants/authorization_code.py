"""The authorization code grant at the token endpoint (RFC 6749 §4.1.3): a code is redeemed once."""

import logging
from typing import Any

from oauthlib.oauth2 import AuthorizationCodeGrant

from oauth_provider.domain import pkce
from oauth_provider.domain.liveness import Liveness
from oauth_provider.models import AuthorizationCode, Client, Grant, moment
from oauth_provider.models.database import committed
from oauth_provider.protocol.client_auth import ClientAuthenticationValidator
from oauth_provider.protocol.errors import InvalidGrant
from oauth_provider.protocol.issuing import issue
from oauth_provider.signals import announce, authorization_code_replayed, token_issued

logger = logging.getLogger(__name__)

UNKNOWN = "The authorization code is unknown, expired, revoked, or was issued to another client."
NOTHING_LEFT = "Nothing is left of what was granted. Ask the user again."
REPLAYED = "The authorization code was used before. Everything issued from it is now revoked."
OTHER_REDIRECT_URI = "redirect_uri must be the one the authorization code was issued to."
WRONG_VERIFIER = "code_verifier does not match the code_challenge of the authorization request."
UNEXPECTED_VERIFIER = "code_verifier was sent for a code that was requested without code_challenge."


class AuthorizationCodeValidator(ClientAuthenticationValidator):
    """Possession first, then one statement that decides who was first."""

    def validate_code(
        self, _client_id: str, code: str, client: Client, request: Any, *_args: Any
    ) -> bool:
        """Find the code. Another client's changes nothing: it cannot harm its owner."""
        found = AuthorizationCode.find_of(client, code)
        if found is None:
            raise InvalidGrant(UNKNOWN)
        if request.code_verifier and not found.code_challenge:
            raise InvalidGrant(UNEXPECTED_VERIFIER)
        request.authorization_code, request.grant = found, found.grant
        request.scopes = list(found.grant.granted_names)
        if not request.scopes:
            raise InvalidGrant(NOTHING_LEFT)
        return True

    def get_code_challenge(self, _code: str, request: Any) -> str | None:
        """The challenge the code was requested with."""
        return request.authorization_code.code_challenge or None

    def get_code_challenge_method(self, _code: str, _request: Any) -> str:
        """There is one."""
        return pkce.METHOD

    def is_pkce_required(self, _client_id: str, _request: Any) -> bool:
        """Not here: a code without a challenge was refused before it was issued."""
        return False

    def get_default_redirect_uri(self, _client_id: str, request: Any, *_args: Any) -> str:
        """What a client means that named no redirect URI, here and before."""
        if request.authorization_code.is_redirect_uri_required:
            raise InvalidGrant(OTHER_REDIRECT_URI)
        return str(request.authorization_code.redirect_uri)

    def confirm_redirect_uri(
        self, _client_id: str, _code: str, redirect_uri: str, _client: Client, request: Any, *_: Any
    ) -> bool:
        """Is it the one the code was issued to (RFC 6749 §4.1.3)?"""
        if redirect_uri != request.authorization_code.redirect_uri:
            raise InvalidGrant(OTHER_REDIRECT_URI)
        return True

    def save_token(self, token: dict[str, Any], request: Any, *_args: Any) -> None:
        """Redeem the code and store its tokens, or end everything if it is replayed."""
        code, now = request.authorization_code, request.now
        if code.redeemed_at is None and code.liveness(now) is not Liveness.LIVE:
            raise InvalidGrant(UNKNOWN)
        if code.redeemed_at is None and self._redeem(code, token, request):
            return
        end_replayed(code.grant)
        raise InvalidGrant(REPLAYED)

    def invalidate_authorization_code(self, *_args: Any, **_kwargs: Any) -> None:
        """Nothing is left to do: it was redeemed in the transaction that stored the tokens."""

    def _redeem(self, code: AuthorizationCode, token: dict[str, Any], request: Any) -> bool:
        with committed(AuthorizationCode):
            if is_first := code.redeem(request.now):
                names = code.grant.scope_names
                issue(token, request, refreshable=names, signal=token_issued)
        return is_first


def end_replayed(grant: Grant) -> None:
    """Revoke everything issued from the code (RFC 6749 §4.1.2), and say so once."""
    if grant.revoke(moment.now()):
        logger.warning("authorization code replayed: grant %s revoked", grant.pk)
        announce(authorization_code_replayed, sender=Grant, grant=grant)


def check_verifier(verifier: str, challenge: str) -> bool:
    """Does the verifier prove possession of the challenge (RFC 7636 §4.6)? Raises InvalidGrant."""
    if not pkce.matches(verifier, challenge):
        raise InvalidGrant(WRONG_VERIFIER)
    return True


class PKCEAuthorizationCodeGrant(AuthorizationCodeGrant):
    """oauthlib's grant, with S256 as the only code challenge method."""

    _code_challenge_methods = {pkce.METHOD: check_verifier}


GRANT = PKCEAuthorizationCodeGrant(AuthorizationCodeValidator())
