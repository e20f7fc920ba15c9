"""Following, blocking and muting, and what accounts are to each other."""

from collections.abc import Callable, Iterable

from django.db.models import Q
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from example_project.microblog.models import Account, Block, Follow, Mute, relation
from example_project.microblog.models.details import detailed_accounts
from example_project.microblog.models.relation import Relation
from example_project.microblog.records import RECORD_ID, found

from .paging import MAX_LIMIT, paged
from .representation import Json, account_json
from .views import MicroblogView

CHANGES: dict[str, tuple[Callable[[Account, Account], None], str]] = {
    "follow": (relation.follow, "write:follows"),
    "unfollow": (relation.unfollow, "write:follows"),
    "block": (relation.block, "write:blocks"),
    "unblock": (relation.unblock, "write:blocks"),
    "mute": (relation.mute, "write:mutes"),
    "unmute": (relation.unmute, "write:mutes"),
}


class Relationships:
    """What one account is to some others, in one query for each kind of relation."""

    def __init__(self, source: Account, targets: Iterable[Account]) -> None:
        self.source = source
        self.targets = list(targets)
        self.follows = self.pairs(Follow)
        self.blocks = self.pairs(Block)
        self.mutes = self.pairs(Mute)

    def pairs(self, kind: type[Relation]) -> set[tuple[int, int]]:
        """Who is so related to whom, in either direction."""
        to_them = Q(source=self.source, target__in=self.targets)
        from_them = Q(source__in=self.targets, target=self.source)
        found = kind.objects.filter(to_them | from_them)
        return set(found.values_list("source_id", "target_id"))

    def as_json(self) -> list[Json]:
        """One object for each of the others."""
        return [self.with_target(target.pk) for target in self.targets]

    def with_target(self, target: int) -> Json:
        """What is between the account and this one."""
        there, back = (self.source.pk, target), (target, self.source.pk)
        return {
            "id": str(target),
            "following": there in self.follows,
            "showing_reblogs": there in self.follows,
            "notifying": False,
            "languages": None,
            "followed_by": back in self.follows,
            "blocking": there in self.blocks,
            "blocked_by": back in self.blocks,
            "muting": there in self.mutes,
            "muting_notifications": there in self.mutes,
            "requested": False,
            "requested_by": False,
            "domain_blocking": False,
            "endorsed": False,
            "note": "",
        }


class RelationshipsView(MicroblogView):
    """What the token's user is to the accounts ``id[]``."""

    required_scopes = ["read:follows"]

    def get(self, request: Request) -> Response:
        ids = [text for name in ("id[]", "id") for text in request.query_params.getlist(name)]
        if len(ids) > MAX_LIMIT:
            raise serializers.ValidationError({"id": f"names more than {MAX_LIMIT} accounts"})
        named = {int(text) for text in ids if RECORD_ID.fullmatch(text)}
        targets = Account.objects.active().filter(pk__in=named).order_by("pk")
        return Response(Relationships(self.account, targets).as_json())


class RelationshipChangeView(MicroblogView):
    """Makes the change that the path's last word names."""

    @property
    def required_scopes(self) -> list[str]:
        """What the change needs."""
        return [CHANGES[self.kwargs["change"]][1]]

    def post(self, request: Request, account_id: str, change: str) -> Response:
        source, target = self.account, found(Account.objects.active(), account_id)
        make, _ = CHANGES[change]
        make(source, target)
        return Response(Relationships(source, [target]).with_target(target.pk))


class BlocksView(MicroblogView):
    """Whom the token's user blocks."""

    required_scopes = ["read:blocks"]

    def get(self, request: Request) -> Response:
        blocked = Block.objects.filter(source=self.account).values("target")
        return paged(detailed_accounts().filter(pk__in=blocked), request, account_json)


class MutesView(MicroblogView):
    """Whom the token's user mutes."""

    required_scopes = ["read:mutes"]

    def get(self, request: Request) -> Response:
        muted = Mute.objects.filter(source=self.account).values("target")
        return paged(detailed_accounts().filter(pk__in=muted), request, account_json)
