"""Timelines: one's own, and everybody's."""

from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models.details import detailed_statuses

from .entities import StatusEntity
from .paging import PageParameters, paged
from .representation import status_json
from .schema import answers
from .views import MicroblogView, OpenToRead


class HomeTimelineView(MicroblogView):
    """What the token's user posted, and the accounts that the user follows."""

    required_scopes = ["read:statuses"]

    @answers(list[StatusEntity], parameters=[PageParameters])
    def get(self, request: Request) -> Response:
        return paged(detailed_statuses().home_of(self.account), request, status_json)


class PublicTimelineView(MicroblogView):
    """What is public; without what a token's user blocked or muted."""

    permission_classes = [OpenToRead]
    required_scopes = ["read:statuses"]

    @answers(list[StatusEntity], parameters=[PageParameters])
    def get(self, request: Request) -> Response:
        return paged(detailed_statuses().public(self.reader), request, status_json)
