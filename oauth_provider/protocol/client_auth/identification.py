"""Which client do the presented credentials belong to? One query, whoever it is."""

from datetime import datetime
from typing import Any

from oauth_provider.domain import secret
from oauth_provider.models import Client, ClientSecret
from oauth_provider.models.client_secret import USE_RECORDED_EVERY
from oauth_provider.protocol.errors import ExpiredClientSecret, InvalidClient

from .credentials import Credentials


def identify(readings: tuple[Credentials, ...], *, now: datetime) -> Client:
    """The enabled client that one of the readings names and proves. Raises InvalidClient."""
    ids = {reading.client_id for reading in readings}
    for row in Client.objects.on_primary().with_secrets().filter(client_id__in=ids):
        if any(_proves(reading, row, now=now) for reading in readings):
            return row
    raise InvalidClient


def _proves(reading: Credentials, row: Any, *, now: datetime) -> bool:
    if not secret.is_same(reading.client_id, row.client_id) or not row.is_enabled:
        return False
    if not row.is_confidential and (reading.client_secret is None or row.secret_digest is None):
        return True
    if not reading.client_secret or not row.secret_digest:
        return False
    if not secret.is_same(secret.digest(reading.client_secret), row.secret_digest):
        return False
    if row.secret_expires_at is not None and row.secret_expires_at <= now:
        raise ExpiredClientSecret
    _record_use(row, now)
    return True


def _record_use(row: Any, now: datetime) -> None:
    used_at = row.secret_last_used_at
    if used_at is None or used_at < now - USE_RECORDED_EVERY:
        ClientSecret.objects.record_use(row.secret_id, now)
