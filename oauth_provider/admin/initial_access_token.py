"""Initial access tokens: who may register clients over the API (RFC 7591 §1.2)."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oauth_provider.conf import conf
from oauth_provider.models import InitialAccessToken

from .revocable import RevocableAdmin, revoking
from .shown_once import show_once

REVOKING = _("Nobody can register applications with it any more. Those registered before stay.")
ASKED = ["label", "expires_at", "uses_left"]


@admin.register(InitialAccessToken)
class InitialAccessTokenAdmin(RevocableAdmin):
    """Issues them, shows each once, and revokes them."""

    revoke_permission = "oauth_provider.change_initialaccesstoken"
    hidden_fields = ("digest",)
    actions = [revoking(REVOKING)]
    list_display = [
        "__str__",
        "created_at",
        "expires_at",
        "uses_left",
        "last_used_at",
        "revoked_at",
    ]
    search_help_text = _("Part of a label.")

    def search(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        """By label."""
        return queryset.filter(label__icontains=term)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is asked at first, and all that is known of it later."""
        return ASKED if obj is None else [*ASKED, "created_at", "last_used_at", "revoked_at"]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Leave them out of the index of a site that has no use for them."""
        is_used = conf.DYNAMIC_REGISTRATION == "token"
        return super().get_model_perms(request) if is_used else {}

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        """These are issued here."""
        return request.user.has_perm("oauth_provider.add_initialaccesstoken")

    def revoke_rows(self, rows: list[Any], now: datetime) -> None:
        """End these."""
        chosen = InitialAccessToken.objects.filter(pk__in=[row.pk for row in rows])
        chosen.filter(revoked_at=None).update(revoked_at=now)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Issue one, and keep its value until the answer is written."""
        row, obj.value = InitialAccessToken.objects.issue(**form.cleaned_data)
        obj.pk = row.pk
        obj.refresh_from_db()

    def response_add(self, request: HttpRequest, obj: Any, *_args: Any) -> HttpResponse:
        """Show it."""
        values = {"initial_access_token": (gettext("Initial access token"), obj.value)}
        return show_once(self, request, obj, values)
