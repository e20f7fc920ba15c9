"""Accounts: one's own, and one by its id or its name."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models import Account, Follow
from example_project.microblog.models.details import (
    detailed_accounts,
    detailed_relations,
    detailed_statuses,
)
from example_project.microblog.records import found, named
from oauth_provider.rest_framework import AnyOf

from .entities import AccountEntity, OwnAccountEntity, StatusEntity
from .paging import PageParameters, asked, paged
from .representation import account_json, own_account_json, status_json
from .schema import answers
from .views import MicroblogView


class ProfileChange(serializers.ModelSerializer[Account]):
    """What may be changed of an account."""

    class Meta:
        model = Account
        fields = ["display_name", "note"]


class AccountName(serializers.Serializer[None]):
    """Which account?"""

    acct = serializers.CharField(max_length=200)


class StatusesParameters(PageParameters):
    """Which of an account's statuses?"""

    exclude_replies = serializers.BooleanField(default=False)
    only_media = serializers.BooleanField(default=False, help_text="There is none.")
    pinned = serializers.BooleanField(default=False, help_text="There is none.")


class VerifyCredentialsView(MicroblogView):
    """Who is this token's user?"""

    required_scopes = AnyOf(["profile"], ["read:accounts"])

    @answers(OwnAccountEntity)
    def get(self, request: Request) -> Response:
        account = detailed_accounts().get(pk=self.account.pk)
        return Response(own_account_json(account, request))


class UpdateCredentialsView(MicroblogView):
    """Changes the profile of the token's user."""

    required_scopes = ["write:accounts"]

    @answers(OwnAccountEntity, request=ProfileChange)
    def patch(self, request: Request) -> Response:
        change = ProfileChange(self.account, data=request.data, partial=True)
        change.is_valid(raise_exception=True)
        changed = change.save()
        return Response(own_account_json(detailed_accounts().get(pk=changed.pk), request))


class PreferencesView(MicroblogView):
    """How the token's user likes to post and to read."""

    required_scopes = ["read:accounts"]

    @answers(dict[str, str | bool | None])
    def get(self, request: Request) -> Response:
        return Response(preferences_of(self.account))


class AccountView(MicroblogView):
    """One account, by its id."""

    required_scopes = ["read:accounts"]

    @answers(AccountEntity)
    def get(self, request: Request, account_id: str) -> Response:
        return Response(account_json(found(detailed_accounts().active(), account_id), request))


class AccountLookupView(MicroblogView):
    """One account, by its name."""

    required_scopes = ["read:accounts"]

    @answers(AccountEntity, parameters=[AccountName])
    def get(self, request: Request) -> Response:
        name = local_name(asked(AccountName, request)["acct"], request)
        return Response(account_json(named(detailed_accounts().active(), name), request))


class AccountStatusesView(MicroblogView):
    """What one account posted."""

    required_scopes = ["read:statuses"]

    @answers(list[StatusEntity], parameters=[StatusesParameters])
    def get(self, request: Request, account_id: str) -> Response:
        account = found(Account.objects.active(), account_id)
        statuses = detailed_statuses().filter(account=account).visible_to(self.reader)
        given = asked(StatusesParameters, request)
        if given["exclude_replies"]:
            statuses = statuses.filter(in_reply_to=None)
        if given["only_media"] or given["pinned"]:
            statuses = statuses.none()
        return paged(statuses, request, status_json)


class FollowersView(MicroblogView):
    """Who follows an account."""

    required_scopes = ["read:accounts"]

    @answers(list[AccountEntity], parameters=[PageParameters])
    def get(self, request: Request, account_id: str) -> Response:
        account = found(Account.objects.active(), account_id)
        follows = detailed_relations(Follow, end="source", target=account)
        return paged(follows, request, lambda each, _: account_json(each.source, request))


class FollowingView(MicroblogView):
    """Whom an account follows."""

    required_scopes = ["read:accounts"]

    @answers(list[AccountEntity], parameters=[PageParameters])
    def get(self, request: Request, account_id: str) -> Response:
        account = found(Account.objects.active(), account_id)
        follows = detailed_relations(Follow, end="target", source=account)
        return paged(follows, request, lambda each, _: account_json(each.target, request))


def preferences_of(_account: Account) -> dict[str, str | bool | None]:
    """What everybody prefers here."""
    return {
        "posting:default:visibility": "public",
        "posting:default:sensitive": False,
        "posting:default:language": None,
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
    }


def local_name(text: str, request: Request) -> str:
    """A name without what says that it is from here: ``@bob@this.site`` is bob."""
    return text.strip().removeprefix("@").removesuffix(f"@{request.get_host()}")
