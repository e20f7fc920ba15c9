"""django-oauth-toolkit: ``manage.py cleartokens``."""

from django.contrib.auth import get_user_model
from django.core.management import call_command
from oauth2_provider.models import AccessToken, Application, RefreshToken
from oauth2_provider.settings import DEFAULTS, OAuth2ProviderSettings, oauth2_settings

from tests.benchmarks.party import SCOPE, Party
from tests.benchmarks.toolkit import HARDENED, hardened_toolkit

from .contestant import MACHINES, SESSIONS, SPENT, Contestant
from .seeding import ago, digest, insert, number
from .shape import DAY, HOUR, Sessions, Shape

BATCH_SIZE = "CLEAR_EXPIRED_TOKENS_BATCH_SIZE"
INTERVAL = "CLEAR_EXPIRED_TOKENS_BATCH_INTERVAL"


def contestant(batch_size: int | None = None) -> Contestant:
    """Hardened as for requests, since it removes no refresh token otherwise."""
    size = batch_size or DEFAULTS[BATCH_SIZE]
    about = (
        f"cleartokens with {BATCH_SIZE} = {size}{'' if batch_size else ' (default)'}, "
        f"{INTERVAL} = {DEFAULTS[INTERVAL]} (default), and what makes it stricter turned on"
    )

    def prune() -> None:
        chosen = {name: HARDENED[name] for name in HARDENED if name in DEFAULTS}
        oauth2_settings.__dict__ = vars(OAuth2ProviderSettings({**chosen, BATCH_SIZE: size}))
        call_command("cleartokens")

    return Contestant(
        f"django-oauth-toolkit, batches of {size}",
        about,
        party=hardened_toolkit,
        seed=_seed,
        prune=prune,
        access_tokens=AccessToken,
        refresh_tokens=RefreshToken,
    )


def _seed(shape: Shape, party: Party) -> None:
    insert(
        AccessToken,
        shape.machine_tokens,
        id=number(region=MACHINES),
        application_id=Application.objects.get(client_id=party.service.client_id).pk,
        token_checksum=digest(),
        scope="read",
        created=ago(3 * HOUR, spread=30 * DAY),
        updated=ago(3 * HOUR, spread=30 * DAY),
        expires=ago(2 * HOUR, spread=30 * DAY),
    )
    for sessions in (shape.ended, shape.live):
        _seed_sessions(sessions, party)


def _seed_sessions(sessions: Sessions, party: Party) -> None:
    own = {
        "application_id": Application.objects.get(client_id=party.web.client_id).pk,
        "user_id": get_user_model().objects.get(username=party.name).pk,
        "token_checksum": digest(),
        "created": ago(sessions.ago, spread=sessions.spread),
        "updated": ago(sessions.ago, spread=sessions.spread),
    }
    insert(
        AccessToken,
        sessions.rows,
        id=number(sessions.first, region=SESSIONS),
        scope=SCOPE,
        expires=ago(sessions.ago - HOUR, spread=sessions.spread),
        **own,
    )
    insert(
        RefreshToken,
        sessions.rows,
        id=number(sessions.first, region=SPENT),
        revoked=ago(sessions.ago, spread=sessions.spread),
        **own,
    )
    insert(
        RefreshToken,
        sessions.rows,
        id=number(sessions.first, region=SESSIONS),
        access_token_id=number(sessions.first, region=SESSIONS),
        **own,
    )
