"""What clients ask first: which server is this?"""

from typing import Any

from django.core.cache import cache
from django.templatetags.static import static
from django.urls import reverse
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models import Account, Status
from example_project.microblog.models.status import MAX_LENGTH

from .schema import answers
from .views import MicroblogView

Json = dict[str, Any]

TITLE = "oauth_provider example"
DESCRIPTION = "A small microblog that shows oauth_provider at work."
VERSION = "4.3.0 (compatible; oauth_provider example)"
SOURCE = "https://github.com/oauth-provider/oauth-provider"
STATISTICS_LIFETIME = 60  # seconds

# Nothing can be attached here; what clients look for is there all the same.
CONFIGURATION: Json = {
    "accounts": {"max_featured_tags": 0, "max_pinned_statuses": 0},
    "statuses": {
        "max_characters": MAX_LENGTH,
        "max_media_attachments": 0,
        "characters_reserved_per_url": 0,
    },
    "media_attachments": {
        "supported_mime_types": [],
        "description_limit": 0,
        "image_size_limit": 0,
        "image_matrix_limit": 0,
        "video_size_limit": 0,
        "video_frame_rate_limit": 0,
        "video_matrix_limit": 0,
    },
    "polls": {
        "max_options": 0,
        "max_characters_per_option": 0,
        "min_expiration": 0,
        "max_expiration": 0,
    },
    "translation": {"enabled": False},
}


def statistics() -> dict[str, int]:
    """How big is it? Counted at most once a minute."""
    return cache.get_or_set("microblog.statistics", counted, STATISTICS_LIFETIME) or counted()


def counted() -> dict[str, int]:
    """How many there are of each."""
    accounts, statuses = Account.objects.count(), Status.objects.count()
    return {"user_count": accounts, "status_count": statuses, "domain_count": 0}


def shared_json(request: Request) -> Json:
    """What both versions say."""
    return {
        "uri": request.get_host(),
        "title": TITLE,
        "description": DESCRIPTION,
        "version": VERSION,
        "api_versions": {"mastodon": 2},
        "languages": ["en"],
        "rules": [],
    }


class InstanceView(MicroblogView):
    """Which server is this? As clients of Mastodon before version 4 ask it."""

    permission_classes = [AllowAny]

    @answers(dict[str, Any])
    def get(self, request: Request) -> Response:
        first_version = {
            "short_description": DESCRIPTION,
            "email": "",
            "urls": {"streaming_api": ""},
            "stats": statistics(),
            "thumbnail": None,
            "registrations": True,
            "approval_required": False,
            "invites_enabled": False,
            "configuration": CONFIGURATION,
            "contact_account": None,
        }
        return Response(shared_json(request) | first_version)


class InstanceV2View(MicroblogView):
    """Which server is this?"""

    permission_classes = [AllowAny]

    @answers(dict[str, Any])
    def get(self, request: Request) -> Response:
        second_version = {
            "domain": request.get_host(),
            "source_url": SOURCE,
            "usage": {"users": {"active_month": statistics()["user_count"]}},
            "thumbnail": picture(request),
            "icon": [],
            "configuration": CONFIGURATION | {"urls": {"streaming": ""}},
            "registrations": {
                "enabled": True,
                "approval_required": False,
                "message": None,
                "url": request.build_absolute_uri(reverse("sign_up")),
            },
            "contact": {"email": "", "account": None},
        }
        return Response(shared_json(request) | second_version)


def picture(request: Request) -> Json:
    """What stands for the whole server."""
    address = request.build_absolute_uri(static("microblog/icon.svg"))
    return {"url": address, "blurhash": None, "versions": {}}
