"""What was issued from grants: access tokens, refresh tokens and authorization codes."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import AccessToken, AuthorizationCode, Grant, RefreshToken
from oauth_provider.models.changes import Subject

from . import search
from .columns import IssuedColumns
from .grant import OF_GRANT
from .revocable import RevocableAdmin, revoking

REVOKING_ONE = _(
    "Whoever holds it loses access at once. The rest of its authorization goes on: revoke that "
    "to end the refresh tokens too."
)
REVOKING_ALL = _("Its authorization ends, and at once everything else that was issued from it.")

COLUMNS = ["id", "application", "user", "created_at", "expires_at", "state"]
FIELDS = ["state", "authorization", "application", "user", "created_at", "expires_at"]


class IssuedAdmin(IssuedColumns, RevocableAdmin):
    """Shows what is known about a credential without knowing it. Revoking ends its grant."""

    lookups = frozenset({OF_GRANT})
    actions = [revoking(REVOKING_ALL)]
    search_help_text = search.HELP_FOR_ISSUED
    list_select_related = ["grant__client", "grant__user"]
    readonly_fields = ["state", "authorization", "application", "user", "allowed_today"]

    @admin.display(description=_("allowed today"))
    def allowed_today(self, issued: AccessToken) -> str:
        """What is left of its scope by its authorization and its application."""
        return " ".join(issued.scope_names)

    def search(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        """By application and by user."""
        return search.of_grants(queryset, term)

    def revoke_rows(self, rows: list[Any], now: datetime) -> None:
        """End the grants they hang from."""
        keys = {row.grant_id for row in rows}
        Grant.objects.filter(pk__in=keys).of(Subject.GRANT, *keys).revoke(now)


@admin.register(AccessToken)
class AccessTokenAdmin(IssuedAdmin):
    """Access tokens. Revoking one leaves its grant as it is."""

    revoke_permission = "oauth_provider.change_accesstoken"
    hidden_fields = ("digest", "confirmation_key")
    actions = [revoking(REVOKING_ONE)]
    list_display = [*COLUMNS, "scope"]
    fields = [*FIELDS, "revoked_at", "scope", "allowed_today"]

    def revoke_rows(self, rows: list[Any], now: datetime) -> None:
        """End these and nothing else."""
        keys = [token.pk for token in rows]
        AccessToken.objects.filter(pk__in=keys).of(Subject.ACCESS_TOKEN, *keys).revoke(now)


@admin.register(RefreshToken)
class RefreshTokenAdmin(IssuedAdmin):
    """Refresh tokens."""

    hidden_fields = ("digest", "sealed_successor")
    list_display = [*COLUMNS, "scope"]
    fields = [*FIELDS, "rotated_at", "scope"]


@admin.register(AuthorizationCode)
class AuthorizationCodeAdmin(IssuedAdmin):
    """Authorization codes. They live for a minute, so only their grants lead here."""

    hidden_fields = ("digest", "code_challenge")
    list_display = [*COLUMNS, "redirect_uri"]
    fields = [*FIELDS, "redeemed_at", "redirect_uri"]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Leave them out of the index."""
        return {}
