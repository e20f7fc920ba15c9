"""Registration over the API (RFC 7591), and what a client does with it later (RFC 7592)."""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec

from django.db.models import Q
from django.utils import timezone
from oauthlib.oauth2 import OAuth2Error

from oauth_provider.conf import conf
from oauth_provider.domain import secret
from oauth_provider.models import Client, ClientSecret, InitialAccessToken
from oauth_provider.models.client import ClientQuerySet
from oauth_provider.models.database import committed
from oauth_provider.models.scope import registry

from . import errors
from .client_metadata import Limits, describe, metadata_of
from .message import Answer

logger = logging.getLogger(__name__)

P = ParamSpec("P")
Metadata = Mapping[str, Any]
Locate = Callable[[str], str]  # where the client of this id manages its registration


def is_on() -> bool:
    """Does anybody register over the API?"""
    return conf.DYNAMIC_REGISTRATION in {"token", "open"}


def is_open() -> bool:
    """May everybody?"""
    return conf.DYNAMIC_REGISTRATION == "open"


def _answered(operation: Callable[P, Answer]) -> Callable[P, Answer]:
    @wraps(operation)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return operation(*args, **kwargs)
        except OAuth2Error as error:
            return Answer(json.loads(error.json), error.status_code, error.headers)

    return answer


@_answered
def register(given: Metadata, *, token: str | None, locate: Locate) -> Answer:
    """Register a client (RFC 7591 §3). What is refused costs no use of the initial access token."""
    with committed(Client):
        _admit(token, now=timezone.now())
        _refuse_software_statement(given)
        everything = Limits(tuple(registry().definitions), may_act_for_itself=token is not None)
        client, own_token = Client(), secret.generate(secret.Kind.REGISTRATION_ACCESS_TOKEN)
        describe(client, given, everything)
        client.registration_token_digest = secret.digest(own_token)
        client.save()
        credentials = _issue_secret(client)
    logger.info("client %s registered over the API", client.client_id)
    return Answer({**_information(client, own_token, locate), **credentials}, 201)


@_answered
def read(client_id: str, *, token: str | None, locate: Locate) -> Answer:
    """What is registered (RFC 7592 §2.1)."""
    client = _own(Client.objects.on_primary(), client_id, token)
    return Answer(_information(client, token, locate))


@_answered
def update(client_id: str, given: Metadata, *, token: str | None, locate: Locate) -> Answer:
    """Replace what is registered (RFC 7592 §2.2). Trust, owner and lifetimes are an admin's."""
    now = timezone.now()
    with committed(Client):
        client = _own(Client.objects.on_primary().select_for_update(), client_id, token)
        _refuse_software_statement(given)
        credentials = _check_identity(client, given, now=now)
        was_confidential = client.is_confidential
        describe(client, given, Limits.of(client))
        client.save()
        if client.is_confidential != was_confidential:
            credentials = _replace_secrets(client, now=now)
    logger.info("client %s changed its registration", client.client_id)
    return Answer({**_information(client, token, locate), **credentials})


@_answered
def delete(client_id: str, *, token: str | None) -> Answer:
    """Delete the client and all that was issued to it (RFC 7592 §2.3)."""
    with committed(Client):
        _own(Client.objects.on_primary().select_for_update(), client_id, token).delete()
    logger.info("client %s deleted itself", client_id)
    return Answer(status=204)


def _admit(token: str | None, *, now: datetime) -> None:
    if token is None and not is_open():
        raise errors.MissingToken
    if token is not None and not InitialAccessToken.objects.use(token, now):
        raise errors.InvalidToken


def _own(clients: ClientQuerySet, client_id: str, token: str | None) -> Client:
    if token is None:
        raise errors.MissingToken
    client = clients.filter(registration_token_digest=secret.digest(token)).first()
    if client is None or not secret.is_same(client.client_id, client_id):
        raise errors.InvalidToken
    if not client.is_enabled:
        raise errors.ForbiddenClient
    return client


def _refuse_software_statement(given: Metadata) -> None:
    statement = given.get("software_statement")
    if statement is not None:
        is_text = isinstance(statement, str)
        raise errors.UnapprovedSoftwareStatement if is_text else errors.InvalidSoftwareStatement


def _check_identity(client: Client, given: Metadata, *, now: datetime) -> dict[str, Any]:
    """The secret that the client sent along, if it is its own (RFC 7592 §2.2)."""
    if given.get("client_id") != client.client_id:
        raise errors.InvalidClientMetadata("client_id: Send the one that this address names.")
    value = given.get("client_secret")
    if value is None:
        return {}
    live = client.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
    found = live.filter(digest=secret.digest(value)).first() if isinstance(value, str) else None
    if found is None:
        raise errors.InvalidClientMetadata("client_secret: Send the one you have, or none.")
    return _credentials(found, value)


def _replace_secrets(client: Client, *, now: datetime) -> dict[str, Any]:
    client.secrets.revoke(now)
    return _issue_secret(client)


def _issue_secret(client: Client) -> dict[str, Any]:
    return _credentials(*ClientSecret.objects.issue(client=client)) if client.is_confidential else {}


def _credentials(row: ClientSecret, value: str) -> dict[str, Any]:
    expires_at = int(row.expires_at.timestamp()) if row.expires_at else 0  # 0: never
    return {"client_secret": value, "client_secret_expires_at": expires_at}


def _information(client: Client, token: str | None, locate: Locate) -> dict[str, Any]:
    return {
        "client_id": client.client_id,
        "client_id_issued_at": int(client.created_at.timestamp()),
        "registration_access_token": token,
        "registration_client_uri": locate(client.client_id),
        **metadata_of(client),
    }
