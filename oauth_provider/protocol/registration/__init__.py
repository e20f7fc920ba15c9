"""Registration over the API (RFC 7591), and what a client does with it later (RFC 7592)."""

import json
import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec

from oauthlib.oauth2 import OAuth2Error

from oauth_provider.conf import conf
from oauth_provider.domain import secret
from oauth_provider.models import Client, moment
from oauth_provider.models.client import ClientQuerySet
from oauth_provider.models.database import committed
from oauth_provider.models.scope import registry
from oauth_provider.protocol.message import Answer

from .credentials import admit, check_identity, issue_secret, owner_of, replace_secrets
from .metadata import Limits, describe, metadata_of, refuse_software_statement

logger = logging.getLogger(__name__)

P = ParamSpec("P")
Metadata = Mapping[str, Any]
Locate = Callable[[str], str]  # where the client of this id manages its registration


def is_on() -> bool:
    """Does anybody register over the API?"""
    return conf.DYNAMIC_REGISTRATION in ("token", "open")


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
        admit(token, is_open=is_open(), now=moment.now())
        refuse_software_statement(given)
        everything = Limits(tuple(registry().definitions), may_act_for_itself=token is not None)
        own_token = secret.generate(secret.Kind.REGISTRATION_ACCESS_TOKEN)
        client = Client(
            is_self_registered=token is None,
            registration_token_digest=secret.digest(own_token),
        )
        describe(client, given, everything)
        client.save()
        credentials = issue_secret(client)
    logger.info("client %s registered over the API", client.client_id)
    return Answer({**_information(client, own_token, locate), **credentials}, 201)


@_answered
def read(client_id: str, *, token: str | None, locate: Locate) -> Answer:
    """What is registered (RFC 7592 §2.1)."""
    client = owner_of(token, Client.objects.all(), client_id=client_id)
    return Answer(_information(client, token, locate))


@_answered
def update(client_id: str, given: Metadata, *, token: str | None, locate: Locate) -> Answer:
    """Replace what is registered (RFC 7592 §2.2). Trust, owner and lifetimes are an admin's."""
    now = moment.now()
    with committed(Client):
        client = owner_of(token, _locked_clients(), client_id=client_id)
        refuse_software_statement(given)
        credentials = check_identity(client, given, now=now)
        was_confidential = client.is_confidential
        describe(client, given, Limits.of(client))
        client.save()
        if client.is_confidential != was_confidential:
            credentials = replace_secrets(client, now=now)
    logger.info("client %s changed its registration", client.client_id)
    return Answer({**_information(client, token, locate), **credentials})


@_answered
def delete(client_id: str, *, token: str | None) -> Answer:
    """Delete the client and all that was issued to it (RFC 7592 §2.3)."""
    with committed(Client):
        owner_of(token, _locked_clients(), client_id=client_id).delete()
    logger.info("client %s deleted itself", client_id)
    return Answer(status=204)


def _locked_clients() -> ClientQuerySet:
    return Client.objects.select_for_update()  # against an admin who disables it


def _information(client: Client, token: str | None, locate: Locate) -> dict[str, Any]:
    return {
        **metadata_of(client),
        "client_id": client.client_id,
        "client_id_issued_at": int(client.created_at.timestamp()),
        "registration_access_token": token,
        "registration_client_uri": locate(client.client_id),
    }
