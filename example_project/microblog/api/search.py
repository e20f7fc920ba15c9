"""Search for accounts and statuses."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models.details import detailed_accounts, detailed_statuses

from .accounts import local_name
from .entities import AccountEntity, SearchResults
from .paging import Limit, asked
from .representation import account_json, status_json
from .schema import answers
from .views import MicroblogView

MAX_OFFSET = 1000

M = TypeVar("M", bound=Model)


class AccountSearchParameters(Limit):
    """What is searched for?"""

    q = serializers.CharField(
        max_length=100,
        error_messages={
            "required": "can't be blank",
            "blank": "can't be blank",
            "max_length": "is longer than {max_length} characters",
        },
    )
    offset = serializers.IntegerField(default=0, min_value=0, max_value=MAX_OFFSET)


class SearchParameters(AccountSearchParameters):
    """What is searched for, and among what?"""

    type = serializers.CharField(
        default="", allow_blank=True, help_text="One of accounts, statuses and hashtags, or all."
    )


class AccountSearchView(MicroblogView):
    """Accounts by a part of their name, first who is called just that."""

    required_scopes = ["read:accounts"]

    @answers(list[AccountEntity], parameters=[AccountSearchParameters])
    def get(self, request: Request) -> Response:
        given = asked(AccountSearchParameters, request)
        name = local_name(given["q"], request)
        accounts = slice_of(detailed_accounts().active().named_like(name), given)
        return Response([account_json(account, request) for account in accounts])


class SearchView(MicroblogView):
    """Accounts by name and statuses by text."""

    required_scopes = ["read:search"]

    @answers(SearchResults, parameters=[SearchParameters])
    def get(self, request: Request) -> Response:
        given = asked(SearchParameters, request)
        answer: SearchResults = {"accounts": [], "statuses": [], "hashtags": []}
        if given["type"] in {"", "accounts"}:
            named = detailed_accounts().active().named_like(local_name(given["q"], request))
            answer["accounts"] = [account_json(a, request) for a in slice_of(named, given)]
        if given["type"] in {"", "statuses"}:
            visible = detailed_statuses().visible_to(self.reader).order_by("-pk")
            said = visible.filter(text__icontains=given["q"])
            answer["statuses"] = [status_json(s, request) for s in slice_of(said, given)]
        return Response(answer)


def slice_of(records: QuerySet[M], given: dict[str, Any]) -> QuerySet[M]:
    """The part of the results that was asked for."""
    return records[given["offset"] : given["offset"] + given["limit"]]
