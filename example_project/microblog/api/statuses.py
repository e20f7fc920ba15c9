"""Statuses: post, read and delete."""

from dataclasses import replace
from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models import Account, Status, Visibility, posting
from example_project.microblog.models.details import detailed_statuses
from example_project.microblog.models.posting import Draft
from example_project.microblog.models.status import MAX_LENGTH
from example_project.microblog.models.thread import thread_of
from example_project.microblog.records import found

from .entities import ContextEntity, DeletedStatusEntity, StatusEntity
from .paging import LARGEST_ID
from .representation import status_json
from .schema import answers, idempotency_key
from .views import MicroblogView, OpenToRead

TOO_LONG = f"character limit of {MAX_LENGTH} exceeded"
# Not like other unknown parameters: without them, something else would be posted than was meant.
NOT_OFFERED = ("media_ids", "media_ids[]", "poll", "poll[options][]", "scheduled_at")


class StatusDraft(serializers.Serializer[Status]):
    """What a client sends to post a status."""

    status = serializers.CharField(
        max_length=MAX_LENGTH,
        error_messages={
            "required": "can't be blank",
            "blank": "can't be blank",
            "null": "can't be blank",
            "max_length": TOO_LONG,
        },
    )
    spoiler_text = serializers.CharField(
        default="",
        allow_blank=True,
        allow_null=True,
        max_length=MAX_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )
    sensitive = serializers.BooleanField(default=False, allow_null=True)
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

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Text and content warning share the limit, and all that was sent can be posted."""
        if len(given["status"]) + len(given["spoiler_text"] or "") > MAX_LENGTH:
            raise serializers.ValidationError({"status": TOO_LONG})
        for name in NOT_OFFERED:
            if self.initial_data.get(name):
                raise serializers.ValidationError({name: "is not offered here"})
        return given

    def for_account(self, account: Account) -> Draft:
        """The draft. Raises ValidationError, and Http404 for a reply to what is hidden from it."""
        self.is_valid(raise_exception=True)
        given = self.validated_data
        return Draft(
            text=given["status"],
            spoiler_text=given["spoiler_text"] or "",
            sensitive=given["sensitive"] or False,
            visibility=given["visibility"] or Visibility.PUBLIC,
            in_reply_to=parent_for(account, given["in_reply_to_id"]),
        )


def parent_for(account: Account, parent_id: int | None) -> Status | None:
    """What is replied to. Raises Http404 if the account cannot see it."""
    if parent_id is None:
        return None
    parent = Status.objects.visible_to(account).filter(pk=parent_id).first()
    if parent is None:
        raise Http404("The post you are trying to reply to does not appear to exist.")
    return parent


class StatusesView(MicroblogView):
    """Posts a status, once for each Idempotency-Key."""

    required_scopes = ["write:statuses"]

    @answers(StatusEntity, request=StatusDraft, parameters=[idempotency_key])
    def post(self, request: Request) -> Response:
        account, client = self.account, self.client
        draft = StatusDraft(data=request.data).for_account(account)
        signed = replace(draft, application_name=client.name, application_website=client.client_uri)
        status = posting.post(account, signed, key=request.headers.get("Idempotency-Key", ""))
        return Response(status_json(detailed_statuses().get(pk=status.pk), request))


class StatusView(MicroblogView):
    """One status: read by whoever may see it, deleted by its author."""

    permission_classes = [OpenToRead]
    required_scopes = {"GET": ["read:statuses"], "DELETE": ["write:statuses"]}

    @answers(StatusEntity)
    def get(self, request: Request, status_id: str) -> Response:
        """One status."""
        visible = detailed_statuses().visible_to(self.reader)
        return Response(status_json(found(visible, status_id), request))

    @answers(DeletedStatusEntity)
    def delete(self, request: Request, status_id: str) -> Response:
        """Deletes a status of the token's user, and gives its text back."""
        status = found(detailed_statuses().filter(account=self.account), status_id)
        deleted: DeletedStatusEntity = {**status_json(status, request), "text": status.text}
        status.delete()
        return Response(deleted)


class ContextView(MicroblogView):
    """What a status replies to, and what replies to it."""

    permission_classes = [OpenToRead]
    required_scopes = ["read:statuses"]

    @answers(ContextEntity)
    def get(self, request: Request, status_id: str) -> Response:
        reader = self.reader
        thread = thread_of(found(Status.objects.visible_to(reader), status_id), reader)
        return Response(
            {
                "ancestors": [status_json(each, request) for each in thread.ancestors],
                "descendants": [status_json(each, request) for each in thread.descendants],
            }
        )
