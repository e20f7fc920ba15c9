"""Client secrets, as far as anybody can see them again."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import ClientSecret

from . import search
from .revocable import RevocableAdmin, revoking

REVOKING = _("The application can no longer authenticate with it. What it was issued lives on.")


@admin.register(ClientSecret)
class ClientSecretAdmin(RevocableAdmin):
    """Secrets. The pages of their clients lead here."""

    revoke_permission = "oauth_provider.change_clientsecret"
    hidden_fields = ("digest", "password_hash")
    actions = [revoking(REVOKING)]
    list_display = [
        "__str__",
        "client",
        "label",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    ]
    list_select_related = ["client"]
    search_help_text = _("The name or client id of an application.")
    fields = [
        "client",
        "label",
        "last_four",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    ]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Leave them out of the index."""
        return {}

    def search(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        """By application."""
        return queryset.filter(client__in=search.clients_named(term))

    def revoke_rows(self, rows: list[Any], now: datetime) -> None:
        """End these and nothing else."""
        ClientSecret.objects.filter(pk__in=[row.pk for row in rows]).revoke(now)

    def response_revoke(self, rows: list[Any]) -> HttpResponse | None:
        """On to the client, if it was one secret."""
        if len(rows) != 1:
            return None
        return redirect("admin:oauth_provider_client_change", rows[0].client_id)
