"""Which client do the presented credentials belong to? One query, whoever it is."""

from datetime import datetime
from typing import Any

from oauth_provider.domain import secret
from oauth_provider.models import Client, ClientSecret, client_with_secrets
from oauth_provider.models.client_secret import USE_RECORDED_EVERY
from oauth_provider.protocol.errors import ExpiredClientSecret, InvalidClient

from . import slow_secrets
from .credentials import Credentials


def identify(readings: tuple[Credentials, ...], *, now: datetime) -> Client:
    """The enabled client that one of the readings names and proves. Raises InvalidClient."""
    ids = {reading.client_id for reading in readings}
    rows = client_with_secrets.named(ids)
    found = (row for row in rows if any(_proves(reading, row, now=now) for reading in readings))
    row = next(found, None) or _proved_slowly(readings[0], rows, now=now)
    if row is None:
        raise InvalidClient
    client: Client = row
    return client


def _proves(reading: Credentials, row: Any, *, now: datetime) -> bool:
    if not _names(reading, row):
        return False
    if not row.is_confidential and (reading.client_secret is None or row.secret_id is None):
        return True
    if not reading.client_secret or not row.secret_digest:
        return False
    if not secret.is_same(secret.digest(reading.client_secret), row.secret_digest):
        return False
    _use(row, now)
    return True


def _proved_slowly(reading: Credentials, rows: list[Any], *, now: datetime) -> Any:
    """The row by whose slow hash the reading is right; one is tried, whoever asks."""
    slow = (row for row in rows if _names(reading, row) and row.secret_password_hash)
    row = next(slow, None) if reading.client_secret else None
    if row is None:
        slow_secrets.take_as_long()
        return None
    if not slow_secrets.proves(reading.client_secret or "", row):
        return None
    _use(row, now)
    return row


def _names(reading: Credentials, row: Any) -> bool:
    return secret.is_same(reading.client_id, row.client_id) and row.is_enabled


def _use(row: Any, now: datetime) -> None:
    """Note that its secret was used. Raises ExpiredClientSecret."""
    if row.secret_expires_at is not None and row.secret_expires_at <= now:
        raise ExpiredClientSecret
    used_at = row.secret_last_used_at
    if used_at is None or used_at < now - USE_RECORDED_EVERY:
        ClientSecret.objects.record_use(row.secret_id, now)
