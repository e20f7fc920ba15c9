"""One of the two sites: a database of its own, grown to some size, and who is measured in it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Client, Consent, Grant, RefreshToken
from oauth_provider.models.issued import Issued
from oauth_provider.protocol import housekeeping
from tests.benchmarks.ours import registered
from tests.benchmarks.party import SCOPE, Party

from .rows import Owners, grow, sizes

KINDS = {
    AccessToken: secret.Kind.ACCESS_TOKEN,
    RefreshToken: secret.Kind.REFRESH_TOKEN,
}
EXPIRED = timedelta(hours=2)
HANDFUL = 20  # rows: what is issued between two turns of a kind, and more


@dataclass
class Site(Party):
    """Who is measured, among so many live tokens."""

    grant: Any = None
    session_key: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def grown(cls, name: str, tokens: int) -> "Site":
        """The site on the default database, as it is once it has grown."""
        party = registered(name, "/ours", f"{tokens:,} live tokens")
        user = get_user_model().objects.get(username=name)
        client = Client.objects.get(client_id=party.web.client_id)
        service = Client.objects.get(client_id=party.service.client_id)
        seconds = grow(tokens, Owners(client.pk, service.pk, user.pk))
        site = cls(**vars(party))
        site.activate = _switch_to(connections["default"])
        site.grant = _allow(user, client)
        site.session_key = _sign_in(user)
        site.facts = {"tokens": tokens, "seconds": seconds, "tables": sizes()}
        return site

    def issue(self, model: type[Issued]) -> str:
        """The value of a fresh token of this kind, of the web client."""
        now, value = timezone.now(), secret.generate(KINDS[model])
        model.objects.create(
            grant=_again(self.grant) if model is RefreshToken else self.grant,
            digest=secret.digest(value),
            scope=SCOPE,
            created_at=now,
            expires_at=now + timedelta(hours=1),
        )
        return value

    def let_some_expire(self) -> None:
        """Let a handful of access tokens have expired."""
        end = timezone.now() - EXPIRED
        AccessToken.objects.bulk_create(
            AccessToken(
                grant=self.grant,
                digest=secret.digest(secret.generate(secret.Kind.ACCESS_TOKEN)),
                created_at=end,
                expires_at=end,
            )
            for _ in range(HANDFUL)
        )


def _switch_to(database: Any) -> Any:
    def activate() -> None:
        connections["default"] = database
        housekeeping.begin_again()  # it is measured by itself

    return activate


def _allow(user: Any, client: Client) -> Grant:
    now = timezone.now()
    Consent.objects.create(user=user, client=client, scope=SCOPE, created_at=now, updated_at=now)
    return Grant.objects.create(
        client=client, user=user, grant_type="authorization_code", scope=SCOPE, created_at=now
    )


def _again(grant: Grant) -> Grant:
    """Another one like it: revoking a refresh token ends its grant."""
    grant.pk, grant._state.adding = None, True
    grant.save(force_insert=True)
    return grant


def _sign_in(user: Any) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
