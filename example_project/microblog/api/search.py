"""Search for accounts and statuses."""

from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models.details import detailed_accounts, detailed_statuses

from .accounts import SearchParameters
from .paging import page_of
from .representation import account_json, status_json
from .views import MicroblogView


class SearchView(MicroblogView):
    """Accounts by name and statuses by text; ``type`` asks for one of the two."""

    required_scopes = ["read:search"]

    def get(self, request: Request) -> Response:
        text = SearchParameters.text_of(request)
        visible = detailed_statuses().visible_to(self.reader("read:search"))
        accounts = detailed_accounts().active().named_like(text.removeprefix("@"))
        statuses = visible.filter(text__icontains=text)
        answer: dict[str, list[object]] = {"accounts": [], "statuses": [], "hashtags": []}
        if self.includes("accounts"):
            answer["accounts"] = [account_json(a, request) for a in page_of(accounts, request)]
        if self.includes("statuses"):
            answer["statuses"] = [status_json(s, request) for s in page_of(statuses, request)]
        return Response(answer)

    def includes(self, kind: str) -> bool:
        """Was this kind of result asked for?"""
        return self.request.query_params.get("type", "") in {"", kind}
