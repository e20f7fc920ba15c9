"""Consents: what users need not be asked again."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import DELETION
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import Consent
from oauth_provider.models.withdrawal import withdraw

from . import search
from .revocable import RevocableAdmin, revoking

REVOKING = _(
    "It is forgotten, and all that the user allowed this application ends at once. "
    "The user will be asked to agree again."
)


@admin.register(Consent)
class ConsentAdmin(RevocableAdmin):
    """Who lets whom do what without being asked. Revoking one forgets it."""

    log_flag = DELETION
    actions = [revoking(REVOKING)]
    list_display = ["id", "client", "user", "scope", "created_at", "updated_at", "expires_at"]
    list_select_related = ["client", "user"]
    search_help_text = search.HELP
    fields = ["client", "user", "scope", "created_at", "updated_at", "expires_at"]

    def search(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        """By application and by user."""
        return search.of_client_or_user(queryset, term)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """May the user delete consents, and end what was issued on their strength?"""
        may_delete = request.user.has_perm("oauth_provider.delete_consent")
        return may_delete and super().has_revoke_permission(request)

    def revoke_rows(self, rows: list[Any], now: datetime) -> None:
        """Forget them, as if the users had withdrawn everything."""
        for consent in rows:
            withdraw(consent.client, consent.user, now)

    def response_revoke(self, rows: list[Any]) -> HttpResponse | None:
        """Back to the list: it is gone."""
        return None
