"""Grants, which people are told about as authorizations."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import AccessToken, AuthorizationCode, Grant, RefreshToken
from oauth_provider.models.changes import Subject

from . import search
from .columns import LivenessColumn
from .revocable import RevocableAdmin, revoking

REVOKING = _("Everything issued from it ends at once. The user will be asked to agree again.")
OF_GRANT = "grant__id__exact"


@admin.register(Grant)
class GrantAdmin(LivenessColumn, RevocableAdmin):
    """Who allowed whom what. Revoking one ends all that was issued from it."""

    actions = [revoking(REVOKING)]
    related = {AccessToken: OF_GRANT, RefreshToken: OF_GRANT, AuthorizationCode: OF_GRANT}
    list_display = [
        "id",
        "client",
        "user",
        "scope",
        "created_at",
        "last_used_at",
        "expires_at",
        "state",
    ]
    list_select_related = ["client", "user"]
    search_help_text = search.HELP
    readonly_fields = ["state"]
    fields = [
        "state",
        "client",
        "user",
        "grant_type",
        "scope",
        "created_at",
        "authenticated_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    ]

    def search(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        """By application and by user."""
        return search.of_client_or_user(queryset, term)

    def revoke_rows(self, rows: list[Any], now: datetime) -> None:
        """One UPDATE, from which nothing issued from them escapes."""
        keys = [grant.pk for grant in rows]
        Grant.objects.filter(pk__in=keys).of(Subject.GRANT, *keys).revoke(now)
