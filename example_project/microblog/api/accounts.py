"""Accounts: one's own, one by its id, many by a name."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models import Account
from example_project.microblog.models.details import detailed_accounts, detailed_statuses
from example_project.microblog.records import found

from .paging import paged
from .representation import account_json, own_account_json, status_json
from .views import MicroblogView


class SearchParameters(serializers.Serializer[None]):
    """What may be asked of a search."""

    q = serializers.CharField(
        max_length=100,
        error_messages={
            "required": "can't be blank",
            "blank": "can't be blank",
            "max_length": "is longer than {max_length} characters",
        },
    )

    @classmethod
    def text_of(cls, request: Request) -> str:
        """The text to look for."""
        asked = cls(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return str(asked.validated_data["q"])


class ProfileChange(serializers.ModelSerializer[Account]):
    """What may be changed of an account."""

    class Meta:
        model = Account
        fields = ["display_name", "note"]


class VerifyCredentialsView(MicroblogView):
    """Who is this token's user?"""

    required_scopes = ["read:accounts"]

    def get(self, request: Request) -> Response:
        account = detailed_accounts().get(pk=self.account.pk)
        return Response(own_account_json(account, request))


class UpdateCredentialsView(MicroblogView):
    """Changes the profile of the token's user."""

    required_scopes = ["write:accounts"]

    def patch(self, request: Request) -> Response:
        change = ProfileChange(self.account, data=request.data, partial=True)
        change.is_valid(raise_exception=True)
        changed = change.save()
        return Response(own_account_json(detailed_accounts().get(pk=changed.pk), request))


class AccountView(MicroblogView):
    """One account."""

    required_scopes = ["read:accounts"]

    def get(self, request: Request, account_id: str) -> Response:
        return Response(account_json(found(detailed_accounts().active(), account_id), request))


class AccountStatusesView(MicroblogView):
    """What one account posted."""

    required_scopes = ["read:statuses"]

    def get(self, request: Request, account_id: str) -> Response:
        account = found(Account.objects.active(), account_id)
        reader = self.reader("read:statuses")
        statuses = detailed_statuses().filter(account=account).visible_to(reader)
        return paged(statuses, request, status_json)


class AccountSearchView(MicroblogView):
    """Accounts by a part of their name."""

    required_scopes = ["read:accounts"]

    def get(self, request: Request) -> Response:
        text = SearchParameters.text_of(request).removeprefix("@")
        return paged(detailed_accounts().active().named_like(text), request, account_json)
