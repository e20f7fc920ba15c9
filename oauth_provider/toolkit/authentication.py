"""During the switch: the toolkit's tokens too, straight from its tables."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from rest_framework.request import Request

from oauth_provider import bridge
from oauth_provider.domain import scope, secret
from oauth_provider.domain.grant_type import GrantType
from oauth_provider.models import AccessToken, Client, Grant, moment
from oauth_provider.rest_framework import OAuthAuthentication
from oauth_provider.rest_framework.authentication import vary_on_authorization
from oauth_provider.rest_framework.challenges import database_at_hand

from . import source
from .importing import scopes
from .models import ImportedToken


class SideBySideAuthentication(OAuthAuthentication):
    """Takes our tokens, and those of the toolkit that the import has not brought yet.

    Once a token was brought, only this side says whether it is good. ``request.auth`` is an
    AccessToken either way; the toolkit's is not stored.
    """

    @sensitive_variables()
    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        """Judge the bearer token, if there is one. Raises InvalidToken, InvalidBearerRequest."""
        value = bridge.bearer_token(request)
        with database_at_hand():
            token = _unbrought(value, request) if value and source.is_installed() else None
        if token is None or "access_token" in request.query_params:
            return super().authenticate(request)
        vary_on_authorization(request)
        return token.grant.user or AnonymousUser(), token


@sensitive_variables()
def _unbrought(value: str, request: Request) -> AccessToken | None:
    """The toolkit's live token of this value, as one of ours, unless it is here already."""
    digest = secret.digest(value)
    stored = AccessToken.objects.filter(digest=digest)
    brought = ImportedToken.objects.filter(digest=digest)
    if stored.exists() or brought.exists():
        return None
    live = source.table("ACCESS_TOKEN").filter(token_checksum=digest, expires__gt=timezone.now())
    row: Any = live.select_related("application", "user").first()
    if row is None or row.application is None or not _is_usable(row, request):
        return None
    return _as_ours(row, digest)


def _is_usable(row: Any, request: Request) -> bool:
    """As the toolkit itself judges it, and of a user who is active."""
    here = request.build_absolute_uri(request.path)
    is_meant_here = not getattr(row, "resource", None) or row.allows_audience(here)
    return is_meant_here and (row.user is None or row.user.is_active)


def _as_ours(row: Any, digest: str) -> AccessToken | None:
    client = _client(row.application)
    if not client.is_enabled:
        return None
    names = scope.format_scope(scopes.readable(row.scope))
    grant = Grant(
        client=client,
        user=row.user,
        grant_type=GrantType.AUTHORIZATION_CODE,
        scope=names,
        created_at=moment.aware(row.created),
    )
    end = moment.aware(row.expires)
    return AccessToken(
        grant=grant, digest=digest, scope=names, created_at=grant.created_at, expires_at=end
    )


def _client(application: Any) -> Client:
    """The client that the application became, or would become."""
    found = Client.objects.filter(client_id=application.client_id).first()
    if found is not None:
        return found
    available, _default = scopes.of_application(application)
    return Client(client_id=application.client_id, name=application.name, scope=available)
