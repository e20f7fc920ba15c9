"""How records look in JSON. Ids are strings."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import linebreaks
from rest_framework.request import Request

from example_project.microblog.models import Account, Status

Json = dict[str, Any]


def account_json(account: Account, request: Request) -> Json:
    """An account, from ``detailed_accounts``."""
    username = account.user.get_username()
    picture = request.build_absolute_uri(static("microblog/avatar.svg"))
    return {
        "id": str(account.pk),
        "username": username,
        "acct": username,
        "display_name": account.name,
        "locked": False,
        "bot": False,
        "discoverable": True,
        "group": False,
        "created_at": account.created_at.isoformat(),
        "note": linebreaks(account.note, autoescape=True),
        "url": request.build_absolute_uri(reverse("profile", args=[username])),
        "avatar": picture,
        "avatar_static": picture,
        "header": picture,
        "header_static": picture,
        "followers_count": account.followers_count,
        "following_count": account.following_count,
        "statuses_count": account.statuses_count,
        "emojis": [],
        "fields": [],
    }


def own_account_json(account: Account, request: Request) -> Json:
    """An account, as its owner sees it."""
    source = {"privacy": "public", "sensitive": False, "note": account.note, "fields": []}
    return account_json(account, request) | {"source": source}


def status_json(status: Status, request: Request) -> Json:
    """A status, from ``detailed_statuses``."""
    url = request.build_absolute_uri(reverse("status", args=[status.pk]))
    parent = status.in_reply_to
    return {
        "id": str(status.pk),
        "created_at": status.created_at.isoformat(),
        "in_reply_to_id": str(parent.pk) if parent else None,
        "in_reply_to_account_id": str(parent.account_id) if parent else None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": status.visibility,
        "language": None,
        "uri": url,
        "url": url,
        "replies_count": status.replies_count,
        "reblogs_count": 0,
        "favourites_count": 0,
        "content": linebreaks(status.text, autoescape=True),
        "reblog": None,
        "account": account_json(status.account, request),
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "card": None,
        "poll": None,
    }
