"""Posting a status, by a person or by an application for one."""

from dataclasses import dataclass
from hashlib import sha256

from .account import Account
from .status import Status, Visibility


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A status before it is posted."""

    text: str
    spoiler_text: str = ""
    sensitive: bool = False
    visibility: str = Visibility.PUBLIC
    in_reply_to: Status | None = None
    application_name: str = ""
    application_website: str = ""


def post(account: Account, draft: Draft, *, key: str = "") -> Status:
    """Once for each key: whoever sends one again gets what was posted the first time."""
    parent = draft.in_reply_to
    fields = {
        **vars(draft),
        "sensitive": draft.sensitive or bool(draft.spoiler_text),
        "thread_id": parent and (parent.thread_id or parent.pk),
    }
    if not key:
        return Status.objects.create(account=account, **fields)
    digest = sha256(key.encode()).hexdigest()
    status, _ = Status.objects.get_or_create(
        account=account, idempotency_key=digest, defaults=fields
    )
    return status
