"""Who is the client? One module per authentication method; METHODS is their table."""

from typing import Any

from oauthlib.oauth2 import RequestValidator

from oauth_provider.models import Client, moment
from oauth_provider.protocol.errors import InvalidClient, InvalidRequest, UnauthorizedClient
from oauth_provider.protocol.message import Message

from . import client_secret_basic, client_secret_post, none
from .credentials import Credentials
from .identification import identify

METHODS = {
    "client_secret_basic": client_secret_basic.readings,
    "client_secret_post": client_secret_post.readings,
    "none": none.readings,
}


def authenticate(request: Any) -> Client:
    """The client that sent the request. Raises InvalidClient, or InvalidRequest for two of them."""
    presented = _presented(request)
    if not presented:
        raise InvalidClient
    agreed = tuple(
        reading
        for reading in presented
        if request.client_id in {None, reading.client_id}
        and request.client_secret in {None, reading.client_secret}
    )
    if not agreed:
        raise InvalidRequest("The request carries two different sets of client credentials.")
    return identify(agreed, now=moment.now())


def claimed_client_id(message: Message) -> str:
    """Whom the sender says to be; empty if that cannot be read. Proves nothing."""
    if message.unprintable:
        return ""
    try:
        presented = _presented(message)
    except InvalidClient:
        return ""
    return presented[0].client_id if presented else ""


def _presented(request: Any) -> tuple[Credentials, ...]:
    found = (readings(request) for readings in METHODS.values())
    return next(filter(None, found), ())


class ClientAuthenticationValidator(RequestValidator):
    """What every request of a client to the server must pass, whatever it asks for."""

    def client_authentication_required(self, _request: Any, *_args: Any, **_kwargs: Any) -> bool:
        """Always: a public client authenticates by the method ``none``."""
        return True

    def authenticate_client(self, request: Any, *_args: Any, **_kwargs: Any) -> bool:
        """Attach the client to the request, or raise."""
        request.client = authenticate(request)
        request.client_id = request.client.client_id
        return True

    def validate_grant_type(
        self,
        _client_id: str,
        grant_type: str,
        client: Client,
        _request: Any,
        *_args: Any,
        **_kw: Any,
    ) -> bool:
        """Is the client registered for this grant type?"""
        if not client.allows(grant_type):
            raise UnauthorizedClient(f"This client is not registered for {grant_type}.")
        return True
