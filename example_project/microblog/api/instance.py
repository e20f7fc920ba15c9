"""What clients ask first: which server is this?"""

from django.core.cache import cache
from django.templatetags.static import static
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models import Account, Status
from example_project.microblog.models.status import MAX_LENGTH

from .representation import Json
from .views import MicroblogView

TITLE = "oauth_provider example"
DESCRIPTION = "A small microblog that shows oauth_provider at work."
VERSION = "4.3.0 (compatible; oauth_provider example)"
STATISTICS_LIFETIME = 60  # seconds


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
        "configuration": {"statuses": {"max_characters": MAX_LENGTH, "max_media_attachments": 0}},
    }


class InstanceView(MicroblogView):
    """``/api/v1/instance``."""

    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        first_version = {
            "short_description": DESCRIPTION,
            "email": "",
            "urls": {},
            "stats": statistics(),
            "thumbnail": None,
            "registrations": False,
            "approval_required": False,
            "invites_enabled": False,
            "contact_account": None,
        }
        return Response(shared_json(request) | first_version)


class InstanceV2View(MicroblogView):
    """``/api/v2/instance``."""

    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        picture = request.build_absolute_uri(static("microblog/avatar.svg"))
        second_version = {
            "domain": request.get_host(),
            "source_url": "https://github.com/oauth-provider/oauth-provider",
            "usage": {"users": {"active_month": statistics()["user_count"]}},
            "thumbnail": {"url": picture},
            "icon": [],
            "registrations": {"enabled": False, "approval_required": False, "message": None},
            "contact": {"email": "", "account": None},
        }
        return Response(shared_json(request) | second_version)
