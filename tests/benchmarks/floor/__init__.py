"""The floor: the statements that oauth_provider runs, written by hand, and nothing besides."""

from oauth_provider.models import Client, Grant
from tests.benchmarks.ours import registered
from tests.benchmarks.party import Party

ABOUT = "plain Django views that run the statements of oauth_provider by hand; no ORM, no oauthlib"


def floor() -> Party:
    """Its clients are rows like those of oauth_provider."""
    party = registered("floor", "/floor", ABOUT)
    service = Client.objects.get(client_id=party.service.client_id)
    Grant.objects.standing_for(service, names=["read"], now=service.created_at)
    return party
