"""How records become entities."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse
from rest_framework.request import Request

from example_project.microblog.models import Account, Status
from example_project.microblog.models.relationships import Relationship
from example_project.microblog.text import as_html

from .entities import (
    AccountEntity,
    ApplicationEntity,
    EveryAccount,
    EveryStatus,
    OwnAccountEntity,
    RelationshipEntity,
    StatusEntity,
)

AnyRequest = Request | HttpRequest

EVERY_ACCOUNT: EveryAccount = {
    "locked": False,
    "bot": False,
    "group": False,
    "discoverable": True,
    "noindex": False,
    "hide_collections": False,
    "emojis": [],
    "roles": [],
    "fields": [],
}
EVERY_STATUS: EveryStatus = {
    "edited_at": None,
    "language": None,
    "reblogs_count": 0,
    "favourites_count": 0,
    "favourited": False,
    "reblogged": False,
    "muted": False,
    "bookmarked": False,
    "pinned": False,
    "reblog": None,
    "poll": None,
    "card": None,
    "media_attachments": [],
    "mentions": [],
    "tags": [],
    "emojis": [],
    "filtered": [],
}


def moment(value: datetime) -> str:
    """ISO 8601 in UTC, as in ``2026-01-31T09:30:00.000Z``."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def account_json(account: Account, request: AnyRequest) -> AccountEntity:
    """An account, from ``detailed_accounts``."""
    address, picture, banner = (
        request.build_absolute_uri(reverse(name, args=[account.username]))
        for name in ("profile", "avatar", "banner")
    )
    latest = account.last_status_at
    return {
        "id": str(account.pk),
        "username": account.username,
        "acct": account.username,
        "display_name": account.name,
        "created_at": moment(account.created_at),
        "last_status_at": moment(latest)[:10] if latest else None,
        "note": as_html(account.note),
        "url": address,
        "uri": address,
        "avatar": picture,
        "avatar_static": picture,
        "header": banner,
        "header_static": banner,
        "followers_count": account.followers_count,
        "following_count": account.following_count,
        "statuses_count": account.statuses_count,
        **EVERY_ACCOUNT,
    }


def own_account_json(account: Account, request: AnyRequest) -> OwnAccountEntity:
    """An account, as its owner sees it."""
    return {
        **account_json(account, request),
        "source": {
            "privacy": "public",
            "sensitive": False,
            "language": None,
            "note": account.note,
            "fields": [],
            "follow_requests_count": 0,
        },
    }


def status_json(status: Status, request: AnyRequest) -> StatusEntity:
    """A status, from ``detailed_statuses``."""
    url = request.build_absolute_uri(reverse("status", args=[status.pk]))
    parent = status.in_reply_to
    return {
        "id": str(status.pk),
        "created_at": moment(status.created_at),
        "in_reply_to_id": str(parent.pk) if parent else None,
        "in_reply_to_account_id": str(parent.account_id) if parent else None,
        "sensitive": status.sensitive,
        "spoiler_text": status.spoiler_text,
        "visibility": status.visibility,
        "uri": url,
        "url": url,
        "content": as_html(status.text),
        "account": account_json(status.account, request),
        "application": application_json(status),
        "replies_count": status.replies_count,
        **EVERY_STATUS,
    }


def application_json(status: Status) -> ApplicationEntity | None:
    """What a status was posted with; None for the site itself."""
    if not status.application_name:
        return None
    return {"name": status.application_name, "website": status.application_website or None}


def relationship_json(found: Relationship) -> RelationshipEntity:
    """What the token's user and an account are to each other."""
    return {
        "id": str(found.target.pk),
        "following": found.following,
        "showing_reblogs": found.following,
        "notifying": False,
        "languages": None,
        "followed_by": found.followed_by,
        "blocking": found.blocking,
        "blocked_by": found.blocked_by,
        "muting": found.muting,
        "muting_notifications": found.muting,
        "requested": False,
        "requested_by": False,
        "domain_blocking": False,
        "endorsed": False,
        "note": "",
    }
