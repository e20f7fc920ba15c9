"""Clients, which people are told about as applications."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import AccessToken, Client, Consent, Grant, RefreshToken

from . import client_actions, search
from .client_deletion import DeletableClientAdmin
from .client_form import LIFETIMES, ClientForm
from .client_secret import ClientSecretAdmin
from .columns import ClientColumns
from .filters import KindFilter, StateFilter
from .revocable import to_page_of
from .shown_once import show_new_secret

MOST_SECRETS = 20
IDENTITY = ["client_id", "state", "disabled_at", "disabled_reason", "created_at"]
ENABLED = ["client_id", "state", "created_at"]
FIELDSETS: list[Any] = [
    (None, {"fields": ["name", "client_type", "owner"]}),
    (_("What it may do"), {"fields": ["grant_types", "redirect_uris", "scope"]}),
    (
        _("Scopes by default, and scopes that cannot be declined"),
        {"fields": ["default_scope", "required_scope"], "classes": ["collapse"]},
    ),
    (_("What users see"), {"fields": ["client_uri", "logo_uri", "is_verified", "is_first_party"]}),
    (_("Lifetimes"), {"fields": LIFETIMES, "classes": ["collapse"]}),
    (
        _("For experts"),
        {
            "classes": ["collapse"],
            "fields": [
                "is_pkce_required",
                "rotates_refresh_tokens",
                "is_resource_server",
                "allows_localhost",
                "allowed_origins",
                "metadata",
            ],
        },
    ),
]


@admin.register(Client)
class ClientAdmin(ClientColumns, DeletableClientAdmin):
    """Applications: register, edit, stop and delete them, and give them secrets."""

    form = ClientForm
    hidden_fields = ("registration_token_digest",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    radio_fields = {"client_type": admin.VERTICAL}
    raw_id_fields = ["owner"]
    readonly_fields = IDENTITY
    actions = [
        client_actions.rotate_secret,
        client_actions.disable,
        client_actions.enable,
        client_actions.revoke_everything,
    ]
    related = dict.fromkeys([Grant, AccessToken, RefreshToken, Consent], "q")
    list_display = ["name", "kind", "owner", "state", "created_at"]
    list_select_related = ["owner"]
    list_filter = [KindFilter, StateFilter]
    lookups = frozenset({KindFilter.parameter_name, StateFilter.parameter_name})
    search_help_text = _("Part of a name, or how a client id or the owner's user name begins.")

    def search(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        """By name, by client id and by owner."""
        return search.clients(queryset, term)

    def get_fieldsets(self, request: HttpRequest, obj: Client | None = None) -> list[Any]:
        """A client that exists has an identity too."""
        if obj is None:
            return FIELDSETS
        known = ENABLED if obj.is_enabled else IDENTITY
        return [(None, {"fields": known}), *FIELDSETS]

    def is_applicable(self, action: str, row: Client) -> bool:
        """Only a confidential client has secrets; only one of the two switches does something."""
        conditions = {
            "rotate_secret": row.is_confidential,
            "disable": row.is_enabled,
            "enable": not row.is_enabled,
        }
        return conditions.get(action, True)

    def related_value(self, row: Client) -> str:
        """Searched for by its identifier, which leads to no other client."""
        return row.client_id

    def has_rotate_permission(self, request: HttpRequest) -> bool:
        """May the user add secrets?"""
        return request.user.has_perm("oauth_provider.add_clientsecret")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """May the user end grants?"""
        return request.user.has_perm("oauth_provider.change_grant")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the secrets it has."""
        client: Client | None = context.get("original")
        may_revoke = request.user.has_perm(ClientSecretAdmin.revoke_permission)
        if client and (may_revoke or request.user.has_perm("oauth_provider.view_clientsecret")):
            secrets = client.secrets.defer("digest")[:MOST_SECRETS]
            context |= {"secrets": secrets, "may_revoke_secrets": may_revoke}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Client, *args: Any) -> HttpResponse:
        """Show the secret of a client that can keep one."""
        if obj.is_confidential:
            return show_new_secret(self, request, obj)
        return super().response_add(request, obj, *args)

    def response_post_save_add(self, request: HttpRequest, obj: Client) -> HttpResponseRedirect:
        """On to its page, which shows its client id."""
        return to_page_of(self, obj)

    def response_change(self, request: HttpRequest, obj: Client) -> HttpResponse:
        """Say what a client that became confidential still lacks."""
        if obj.is_confidential and not obj.secrets.exists():
            messages.warning(request, gettext("It has no secret yet, so it cannot authenticate."))
        return super().response_change(request, obj)
