"""Columns that several lists have."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain.grant_type import ClientType
from oauth_provider.domain.liveness import Liveness
from oauth_provider.models import Client, moment

KINDS = {ClientType.CONFIDENTIAL: _("confidential"), ClientType.PUBLIC: _("public")}
STATES = {
    "live": _("live"),
    "expired": _("expired"),
    "revoked": _("revoked"),
    "spent": _("spent"),
    "enabled": _("enabled"),
    "disabled": _("disabled"),
}
SPENT_AT = ("rotated_at", "redeemed_at")


def badge(state: str) -> SafeString:
    """A state as a word with a colour of its own."""
    return format_html('<span class="oauth-state oauth-state-{}">{}</span>', state, STATES[state])


class ClientColumns:
    """Columns of a client."""

    @admin.display(description=_("type"))
    def kind(self, client: Client) -> str:
        """Its type, in a word."""
        return str(KINDS[ClientType(client.client_type)])

    @admin.display(description=_("state"))
    def state(self, client: Client) -> SafeString:
        """Is it enabled?"""
        return badge("enabled" if client.is_enabled else "disabled")


class LivenessColumn:
    """A column of grants and of what hangs from them."""

    @admin.display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        """Is it good today, and was it not used up?"""
        state = row.liveness(moment.now())
        is_spent = any(getattr(row, field, None) for field in SPENT_AT)
        return badge("spent" if is_spent and state is not Liveness.REVOKED else state)


class IssuedColumns(LivenessColumn):
    """Columns of what hangs from a grant."""

    @admin.display(description=_("authorization"))
    def authorization(self, issued: Any) -> SafeString:
        """What it hangs from."""
        url = reverse("admin:oauth_provider_grant_change", args=[issued.grant_id])
        return format_html('<a href="{}">#{}</a>', url, issued.grant_id)

    @admin.display(description=_("application"))
    def application(self, issued: Any) -> str:
        """Whose it is."""
        return str(issued.grant.client)

    @admin.display(description=_("user"))
    def user(self, issued: Any) -> str | None:
        """For whom it acts; nobody, if the client acts for itself."""
        user = issued.grant.user
        return None if user is None else str(user)
