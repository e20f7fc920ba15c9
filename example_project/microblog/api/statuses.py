"""Statuses: post, read and delete."""

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models import Account, Status, Visibility
from example_project.microblog.models.details import detailed_statuses
from example_project.microblog.models.status import MAX_LENGTH
from example_project.microblog.records import found

from .paging import LARGEST_ID
from .representation import status_json
from .views import MicroblogView, TokenHasScopeToWrite


class StatusDraft(serializers.Serializer[Status]):
    """What a client sends to post a status."""

    status = serializers.CharField(
        max_length=MAX_LENGTH,
        error_messages={
            "required": "can't be blank",
            "blank": "can't be blank",
            "null": "can't be blank",
            "max_length": "character limit of {max_length} exceeded",
        },
    )
    visibility = serializers.ChoiceField(
        Visibility.choices,
        default=Visibility.PUBLIC,
        allow_blank=True,
        allow_null=True,
        error_messages={"invalid_choice": "is not included in the list"},
    )
    in_reply_to_id = serializers.IntegerField(
        default=None, allow_null=True, min_value=0, max_value=LARGEST_ID
    )

    def post_as(self, account: Account) -> Status:
        """Post it. Raises Http404 for a reply to what the account cannot see."""
        self.is_valid(raise_exception=True)
        given = self.validated_data
        parent = given["in_reply_to_id"]
        if parent is not None and not Status.objects.visible_to(account).filter(pk=parent).exists():
            raise Http404("The post you are trying to reply to does not appear to exist.")
        return Status.objects.create(
            account=account,
            text=given["status"],
            visibility=given["visibility"] or Visibility.PUBLIC,
            in_reply_to_id=parent,
        )


class StatusesView(MicroblogView):
    """Posts a status."""

    required_scopes = ["write:statuses"]

    def post(self, request: Request) -> Response:
        status = StatusDraft(data=request.data).post_as(self.account)
        return Response(status_json(detailed_statuses().get(pk=status.pk), request))


class StatusView(MicroblogView):
    """One status: read by whoever may see it, deleted by its author."""

    permission_classes = [TokenHasScopeToWrite]
    required_scopes = {"DELETE": ["write:statuses"]}

    def get(self, request: Request, status_id: str) -> Response:
        visible = detailed_statuses().visible_to(self.reader("read:statuses"))
        return Response(status_json(found(visible, status_id), request))

    def delete(self, request: Request, status_id: str) -> Response:
        status = found(detailed_statuses().filter(account=self.account), status_id)
        deleted = status_json(status, request) | {"text": status.text}
        status.delete()
        return Response(deleted)
