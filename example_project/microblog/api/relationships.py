"""Following, blocking and muting, and what accounts are to each other."""

from collections.abc import Callable

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models import Account, Block, Mute, relation
from example_project.microblog.models.details import detailed_relations
from example_project.microblog.models.relationships import Relationships, relationship
from example_project.microblog.records import RECORD_ID, found

from .entities import AccountEntity, RelationshipEntity
from .paging import MAX_LIMIT, PageParameters, paged
from .representation import account_json, relationship_json
from .schema import answers, ids
from .views import MicroblogView

Change = Callable[[Account, Account], None]

CHANGES: dict[str, tuple[Change, str, list[str]]] = {
    "follow": (relation.follow, "Follows an account.", ["write:follows"]),
    "unfollow": (relation.unfollow, "No longer follows an account.", ["write:follows"]),
    "block": (relation.block, "Blocks an account.", ["write:blocks"]),
    "unblock": (relation.unblock, "No longer blocks an account.", ["write:blocks"]),
    "mute": (relation.mute, "Mutes an account.", ["write:mutes"]),
    "unmute": (relation.unmute, "No longer mutes an account.", ["write:mutes"]),
}


class RelationshipsView(MicroblogView):
    """What the token's user is to some accounts."""

    required_scopes = ["read:follows"]

    @answers(list[RelationshipEntity], parameters=[ids("id[]")])
    def get(self, request: Request) -> Response:
        texts = [text for name in ("id[]", "id") for text in request.query_params.getlist(name)]
        if len(texts) > MAX_LIMIT:
            raise serializers.ValidationError({"id": f"names more than {MAX_LIMIT} accounts"})
        named = dict.fromkeys(int(text) for text in texts if RECORD_ID.fullmatch(text))
        known = Account.objects.active().in_bulk(list(named))
        targets = [known[number] for number in named if number in known]
        return Response([relationship_json(each) for each in Relationships(self.account, targets)])


class RelationshipChangeView(MicroblogView):
    """Makes a change between the token's user and an account."""

    # Each route says its own; without, nothing happens and no token is let in.
    change: Change | None = None
    description = ""
    required_scopes: list[str] | None = None

    @answers(RelationshipEntity)
    def post(self, request: Request, account_id: str) -> Response:
        source, target = self.account, found(Account.objects.active(), account_id)
        if self.change is not None:
            self.change(source, target)
        return Response(relationship_json(relationship(source, target)))


class BlocksView(MicroblogView):
    """Whom the token's user blocks."""

    required_scopes = ["read:blocks"]

    @answers(list[AccountEntity], parameters=[PageParameters])
    def get(self, request: Request) -> Response:
        blocks = detailed_relations(Block, end="target", source=self.account)
        return paged(blocks, request, lambda each, _: account_json(each.target, request))


class MutesView(MicroblogView):
    """Whom the token's user mutes."""

    required_scopes = ["read:mutes"]

    @answers(list[AccountEntity], parameters=[PageParameters])
    def get(self, request: Request) -> Response:
        mutes = detailed_relations(Mute, end="target", source=self.account)
        return paged(mutes, request, lambda each, _: account_json(each.target, request))
