"""The refresh token grant (RFC 6749 §6): a refresh token is used once."""

import json
import logging
from datetime import datetime
from math import ceil
from typing import Any

from oauthlib.oauth2 import RefreshTokenGrant

from oauth_provider.conf import conf
from oauth_provider.domain import secret
from oauth_provider.domain.rotation import Verdict
from oauth_provider.models import Client, Grant, RefreshToken, moment
from oauth_provider.models.database import committed
from oauth_provider.models.scope import registry
from oauth_provider.protocol.client_auth import ClientAuthenticationValidator
from oauth_provider.protocol.errors import InvalidGrant, InvalidScope
from oauth_provider.protocol.issuing import issue
from oauth_provider.protocol.lifetimes import refresh_token_expiry
from oauth_provider.protocol.scopes import checked_scope
from oauth_provider.signals import announce, refresh_token_reused, token_refreshed

logger = logging.getLogger(__name__)

UNKNOWN = "The refresh token is unknown, expired, revoked, or was issued to another client."
A_CODE = (
    "This is an authorization code. Send it as code, with grant_type=authorization_code and "
    "redirect_uri; the refresh token is in the answer."
)
NOTHING_LEFT = "Nothing is left of what was granted. Ask the user again."
REUSED = "The refresh token was used before. Everything issued from it is now revoked."


class RefreshTokenValidator(ClientAuthenticationValidator):
    """Rotate, repeat the answer, or end the family: as ``domain.rotation`` judges."""

    def validate_refresh_token(
        self, refresh_token: str, client: Client, request: Any, *_args: Any
    ) -> bool:
        """Find the token. Another client's changes nothing: it cannot harm its owner."""
        found = RefreshToken.find_of(client, refresh_token)
        if found is None:
            is_code = secret.is_well_formed(refresh_token, secret.Kind.AUTHORIZATION_CODE)
            raise InvalidGrant(A_CODE if is_code else UNKNOWN)
        self._judge(found, request)
        request.grant = found.grant
        return True

    def get_original_scopes(self, _refresh_token: str, request: Any, *_args: Any) -> list[str]:
        """What was granted, as far as it still is."""
        names = list(request.presented.granted_names)
        if not names:
            raise InvalidGrant(NOTHING_LEFT)
        return names

    def is_within_original_scope(
        self, names: list[str], refresh_token: str, request: Any, *_args: Any
    ) -> bool:
        """Is it no more than was granted, if not in the same words?"""
        request.scopes = checked_scope(names, request.client)
        original = self.get_original_scopes(refresh_token, request)
        if not registry().implications.covers(original, request.scopes):
            raise InvalidScope("A refresh cannot ask for more than the user granted.")
        return True

    def save_token(self, token: dict[str, Any], request: Any, *_args: Any) -> None:
        """Spend the token and store its successors, or fill in the answer given before."""
        use = self._rotate if request.client.rotates_refresh_tokens else self._renew
        if request.verdict is Verdict.ROTATE and use(token, request):
            return
        if request.verdict is Verdict.ROTATE:  # somebody else was faster
            self._judge(RefreshToken.find_of(request.client, request.refresh_token), request)
        token.clear()
        token.update(_open(request.presented, request.refresh_token, now=request.now))

    def _judge(self, found: RefreshToken | None, request: Any) -> None:
        if found is None:  # deleted meanwhile
            raise InvalidGrant(UNKNOWN)
        window = conf.REFRESH_TOKEN_REPLAY_WINDOW
        request.presented = found
        request.verdict = found.judge(moment.now(), window=window)
        if request.verdict is Verdict.DEAD:
            raise InvalidGrant(UNKNOWN)
        if request.verdict is Verdict.REUSE:
            end_reused(found.grant)
            raise InvalidGrant(REUSED)

    def _rotate(self, token: dict[str, Any], request: Any) -> bool:
        presented: RefreshToken = request.presented
        sealed = seal_answer(token, request.refresh_token, expires_at=request.expires_at)
        window = conf.REFRESH_TOKEN_REPLAY_WINDOW
        with committed(RefreshToken):
            if is_first := presented.spend(request.now, sealed_successor=sealed, window=window):
                names = presented.scope_names
                issue(token, request, refreshable=names, signal=token_refreshed)
        return is_first

    def _renew(self, token: dict[str, Any], request: Any) -> bool:
        presented: RefreshToken = request.presented
        expires_at = refresh_token_expiry(request.client, request.grant, now=request.now)
        with committed(RefreshToken):
            if is_unspent := presented.renew(expires_at):
                issue(token, request, refreshable=None, signal=token_refreshed)
        return is_unspent


def end_reused(grant: Grant) -> None:
    """Revoke the whole family (RFC 9700 §4.14.2), and say so once."""
    if grant.revoke(moment.now()):
        logger.warning("refresh token reused: grant %s revoked", grant.pk)
        announce(refresh_token_reused, sender=Grant, grant=grant)


def seal_answer(token: dict[str, Any], refresh_token: str, *, expires_at: datetime | None) -> bytes:
    """The answer that a refresh token bought, for whoever presents it again to open."""
    content = {"answer": token, "expires_at": expires_at and expires_at.timestamp()}
    return secret.seal(json.dumps(content).encode(), under=refresh_token)


def _open(spent: RefreshToken, refresh_token: str, *, now: datetime) -> dict[str, Any]:
    try:
        opened = secret.unseal(bytes(spent.sealed_successor or b""), under=refresh_token)
    except secret.SealError as error:
        raise InvalidGrant(UNKNOWN) from error
    content: dict[str, Any] = json.loads(opened)
    answer: dict[str, Any] = content["answer"]
    if content["expires_at"] is None:
        return answer
    remaining = ceil(content["expires_at"] - now.timestamp())
    return {**answer, "expires_in": max(remaining, 0)}


GRANT = RefreshTokenGrant(RefreshTokenValidator())
