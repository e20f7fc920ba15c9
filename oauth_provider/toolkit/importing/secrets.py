"""Client secrets: hashed ones keep their hash, clear ones are digested at once."""

import re
from typing import Any

from django.contrib.auth.hashers import identify_hasher

from oauth_provider.models import Client, ClientSecret

from .run import Run

LABEL = "django-oauth-toolkit"
HASH = re.compile(r"[a-z0-9_]+\$.+\$.+")  # algorithm$parameters$hash, as Django's hashers write it
NO_SECRET = "Confidential applications without a usable secret (give them one: rotate_secret)"  # noqa: S105


def bring(application: Any, client: Client, run: Run) -> None:
    """Store what proves that it is the client. A public one proves nothing by its secret."""
    stored = application.client_secret
    if not client.is_confidential:
        return
    if not stored:
        run.report.note(NO_SECRET, f"{client.client_id}: it is empty")
    elif _is_hashed(stored):
        ClientSecret.objects.create(client=client, label=LABEL, password_hash=stored)
        run.report.brought["client secrets, by their password hash"] += 1
    elif HASH.fullmatch(stored):
        run.report.note(NO_SECRET, f"{client.client_id}: its hasher is not in PASSWORD_HASHERS")
    else:
        ClientSecret.objects.issue(client=client, label=LABEL, value=stored)
        run.report.brought["client secrets, digested"] += 1


def _is_hashed(stored: str) -> bool:
    try:
        identify_hasher(stored)
    except ValueError:
        return False
    return True
