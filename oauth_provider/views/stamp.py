"""A signed note in the address of a request: what this very request has asked of its user.

It cannot be moved to another request, and grants nothing by itself: whether the user did sign in
since then is for the session to say.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from oauth_provider import auth_time
from oauth_provider.conf import conf
from oauth_provider.domain.interaction import Presence
from oauth_provider.models import moment
from oauth_provider.protocol.message import Message

PARAMETER = "stamp"
SALT = "oauth_provider.stamp"
ASKED_AT, ACCOUNT = "asked_at", "account"


def address(request: HttpRequest) -> str:
    """The authorization request in this address, without a stamp: never another endpoint."""
    pieces = request.META.get("QUERY_STRING", "").split("&")
    kept = "&".join(piece for piece in pieces if not piece.startswith(f"{PARAMETER}="))
    return f"{reverse('oauth_provider:authorize')}?{kept}"


def after_signing_in(request: HttpRequest, message: Message) -> str:
    """The address to come back to: it knows that the user was sent to sign in now."""
    return _stamped(request, message, {ASKED_AT: moment.now().isoformat()})


def after_choosing(request: HttpRequest, message: Message) -> str:
    """The address that says: go on with the account that is signed in."""
    return _stamped(request, message, {ACCOUNT: str(request.user.pk)})


def presence(request: HttpRequest, message: Message) -> Presence:
    """What is known of the user, for this request."""
    noted = _read(request, message)
    if not request.user.is_authenticated:
        return Presence(is_signed_in=False)
    asked_at = noted.get(ASKED_AT)
    return Presence(
        is_signed_in=True,
        signed_in_at=auth_time.of(request),
        asked_at=None if asked_at is None else datetime.fromisoformat(asked_at),
        has_chosen=noted.get(ACCOUNT) == str(request.user.pk),
    )


def _stamped(request: HttpRequest, message: Message, noted: dict[str, str]) -> str:
    signed = signing.dumps(noted, salt=_salt(message))
    return f"{address(request)}&{urlencode({PARAMETER: signed})}"


def _read(request: HttpRequest, message: Message) -> dict[str, Any]:
    signed, lifetime = request.GET.get(PARAMETER, ""), conf.CONSENT_PAGE_LIFETIME
    try:
        noted: dict[str, Any] = signing.loads(signed, salt=_salt(message), max_age=lifetime)
    except signing.BadSignature:
        return {}
    return noted


def _salt(message: Message) -> str:
    return f"{SALT}{message.parameters!r}"
