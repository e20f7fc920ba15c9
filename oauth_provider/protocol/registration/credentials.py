"""Who registers, by which token; and the secrets of whom that concerns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from oauth_provider.domain import secret
from oauth_provider.models import Client, ClientSecret, InitialAccessToken
from oauth_provider.models.client import ClientQuerySet
from oauth_provider.protocol import errors


def admit(token: str | None, *, is_open: bool, now: datetime) -> None:
    """Take one use of the initial access token; ``is_open``: or do without. Raises InvalidToken."""
    if token is None and not is_open:
        raise errors.MissingToken
    if token is not None and not InitialAccessToken.objects.use(token, now):
        raise errors.InvalidToken


def owner_of(token: str | None, clients: ClientQuerySet, *, client_id: str) -> Client:
    """The client of this registration access token, if it is the one of this id (RFC 7592 §2).

    Raises InvalidToken, and ForbiddenClient for one that an admin has disabled.
    """
    if token is None:
        raise errors.MissingToken
    client = clients.filter(registration_token_digest=secret.digest(token)).first()
    if client is None or not secret.is_same(client.client_id, client_id):
        raise errors.InvalidToken
    if not client.is_enabled:
        raise errors.ForbiddenClient
    return client


def check_identity(client: Client, given: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """Refuse another's client id or secret (RFC 7592 §2.2). Returns the secret, if one was sent."""
    if given.get("client_id") != client.client_id:
        raise errors.InvalidClientMetadata("client_id: Send the one that this address names.")
    value = given.get("client_secret")
    if value is None:
        return {}
    live = client.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
    found = live.filter(digest=secret.digest(value)).first() if isinstance(value, str) else None
    if found is None:
        raise errors.InvalidClientMetadata("client_secret: Send the one you have, or none.")
    return _as_issued(found, value)


def replace_secrets(client: Client, *, now: datetime) -> dict[str, Any]:
    """End what a client of the other type had, and issue what one of this type needs."""
    client.secrets.filter(revoked_at=None).update(revoked_at=now)
    return issue_secret(client)


def issue_secret(client: Client) -> dict[str, Any]:
    """A secret for a client that can keep one, and nothing for another (RFC 7591 §3.2.1)."""
    if not client.is_confidential:
        return {}
    return _as_issued(*ClientSecret.objects.issue(client=client))


def _as_issued(row: ClientSecret, value: str) -> dict[str, Any]:
    expires_at = int(row.expires_at.timestamp()) if row.expires_at else 0  # 0: never
    return {"client_secret": value, "client_secret_expires_at": expires_at}
