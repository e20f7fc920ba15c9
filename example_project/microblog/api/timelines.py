"""Timelines: one's own, and everybody's."""

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models.details import detailed_statuses

from .paging import paged
from .representation import status_json
from .views import MicroblogView


class HomeTimelineView(MicroblogView):
    """What the token's user posted, and the accounts that the user follows."""

    required_scopes = ["read:statuses"]

    def get(self, request: Request) -> Response:
        return paged(detailed_statuses().home_of(self.account), request, status_json)


class PublicTimelineView(MicroblogView):
    """What is public; without what a token's user blocked or muted."""

    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        statuses = detailed_statuses().public(self.reader("read:statuses"))
        return paged(statuses, request, status_json)
