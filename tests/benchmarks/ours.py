"""oauth_provider, as it comes."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone

from oauth_provider.conf import conf
from oauth_provider.domain import secret
from oauth_provider.domain.grant_type import GrantType
from oauth_provider.models import AuthorizationCode, Client, ClientSecret, Grant
from oauth_provider.protocol.lifetimes import code_expiry, grant_expiry
from tests.browser_session import CHALLENGE

from .party import REDIRECT_URI, SCOPE, Credentials, Party


def oauth_provider() -> Party:
    """oauth_provider with its defaults."""
    party = registered("oauth_provider", "/ours", "with its defaults", _settings())
    party.activate = partial(_remember_in, None)
    return party


def remembering(party: Party) -> list[Party]:
    """The same with the bearer token remembered, in each cache that there is."""
    return [
        replace(party, name=f"remembered in {place}", activate=partial(_remember_in, cache))
        for place, cache in settings.TOKEN_CACHES.items()
    ]


def _remember_in(cache: str | None) -> None:
    settings.OAUTH_PROVIDER_TOKEN_CACHE = cache


def registered(
    name: str, path: str, about: str, chosen: Mapping[str, object] | None = None
) -> Party:
    """A party that has a user and two clients in the tables of oauth_provider."""
    user = get_user_model().objects.create(username=name)
    web, web_credentials = _client(
        f"{name}, web", [GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN], [REDIRECT_URI]
    )
    _, service_credentials = _client(f"{name}, service", [GrantType.CLIENT_CREDENTIALS], [])

    def issue_code() -> str:
        return _issue_code(web, user)

    return Party(name, about, path, web_credentials, service_credentials, issue_code, chosen or {})


def _client(name: str, grant_types: list[str], uris: list[str]) -> tuple[Client, Credentials]:
    client = Client.objects.create(
        name=name, grant_types=grant_types, redirect_uris=uris, scope=SCOPE
    )
    _, value = ClientSecret.objects.issue(client=client)
    return client, Credentials(client.client_id, value)


def _issue_code(client: Client, user: object) -> str:
    now, value = timezone.now(), secret.generate(secret.Kind.AUTHORIZATION_CODE)
    grant = Grant.objects.create(
        client=client,
        user=user,
        grant_type=GrantType.AUTHORIZATION_CODE,
        scope=SCOPE,
        created_at=now,
        authenticated_at=now,
        expires_at=grant_expiry(client, now=now),
    )
    AuthorizationCode.objects.create(
        grant=grant,
        digest=secret.digest(value),
        redirect_uri=REDIRECT_URI,
        code_challenge=CHALLENGE,
        created_at=now,
        expires_at=code_expiry(REDIRECT_URI, now=now),
    )
    return value


def _settings() -> dict[str, object]:
    names = ("ACCESS_TOKEN_LIFETIME", "REFRESH_TOKEN_LIFETIME", "REFRESH_TOKEN_REPLAY_WINDOW")
    return {f"OAUTH_PROVIDER_{name} (default)": str(getattr(conf, name)) for name in names}
