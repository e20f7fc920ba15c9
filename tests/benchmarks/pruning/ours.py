"""oauth_provider: ``manage.py prune_tokens``, as it comes."""

import sys

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from oauth_provider.domain.grant_type import GrantType
from oauth_provider.management.commands.prune_tokens import BATCH_SIZE
from oauth_provider.models import AccessToken, AuthorizationCode, Client, Grant, RefreshToken
from tests.benchmarks.ours import oauth_provider
from tests.benchmarks.party import REDIRECT_URI, SCOPE, Party

from .contestant import MACHINES, SESSIONS, SPENT, Contestant
from .seeding import ago, digest, insert, number
from .shape import DAY, HOUR, Sessions, Shape

ABOUT = f"prune_tokens with its defaults: batches of {BATCH_SIZE}, each in a transaction"


def contestant() -> Contestant:
    """With its defaults."""
    return Contestant(
        "oauth_provider",
        ABOUT,
        party=oauth_provider,
        seed=_seed,
        prune=_prune,
        access_tokens=AccessToken,
        refresh_tokens=RefreshToken,
    )


def _prune() -> None:
    call_command("prune_tokens", stdout=sys.stderr)


def _seed(shape: Shape, party: Party) -> None:
    service = Client.objects.get(client_id=party.service.client_id)
    standing = Grant.objects.standing_for(service, names=["read"], now=timezone.now())
    insert(
        AccessToken,
        shape.machine_tokens,
        id=number(region=MACHINES),
        grant_id=standing.pk,
        digest=digest(),
        scope="read",
        created_at=ago(3 * HOUR, spread=30 * DAY),
        expires_at=ago(2 * HOUR, spread=30 * DAY),
    )
    for sessions in (shape.ended, shape.live):
        _seed_grants(sessions, party)
        _seed_tokens(sessions)


def _seed_grants(sessions: Sessions, party: Party) -> None:
    """Beside its tokens, each session has a grant and a redeemed code."""
    begun = ago(sessions.ago + HOUR, spread=sessions.spread)
    insert(
        Grant,
        sessions.rows,
        id=number(sessions.first),
        client_id=Client.objects.get(client_id=party.web.client_id).pk,
        user_id=get_user_model().objects.get(username=party.name).pk,
        grant_type=GrantType.AUTHORIZATION_CODE.value,
        scope=SCOPE,
        created_at=begun,
        last_used_at=begun,
        expires_at=ago(sessions.ago + HOUR - 365 * DAY, spread=sessions.spread),
    )
    insert(
        AuthorizationCode,
        sessions.rows,
        id=number(sessions.first),
        grant_id=number(sessions.first),
        digest=digest(),
        redirect_uri=REDIRECT_URI,
        created_at=begun,
        redeemed_at=begun,
    )


def _seed_tokens(sessions: Sessions) -> None:
    """One access token that was refreshed, and is gone since; one refresh token spent for it."""
    refreshed = {"created_at": ago(sessions.ago, spread=sessions.spread), "scope": SCOPE}
    own = {"grant_id": number(sessions.first), "digest": digest()}
    insert(
        AccessToken,
        sessions.rows,
        id=number(sessions.first, region=SESSIONS),
        expires_at=ago(sessions.ago - HOUR, spread=sessions.spread),
        **own,
        **refreshed,
    )
    insert(
        RefreshToken,
        sessions.rows,
        id=number(sessions.first, region=SPENT),
        rotated_at=ago(sessions.ago, spread=sessions.spread),
        **own,
        **refreshed,
    )
    insert(
        RefreshToken,
        sessions.rows,
        id=number(sessions.first, region=SESSIONS),
        expires_at=ago(sessions.ago - 90 * DAY, spread=sessions.spread),
        **own,
        **refreshed,
    )
