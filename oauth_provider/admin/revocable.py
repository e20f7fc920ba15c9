"""Tables that nobody edits: they are read, and what they hold is revoked."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import moment

from .confirmation import Action, Answers, Question, Text, confirmed
from .large_table import LargeTableAdmin


class RevocableAdmin(LargeTableAdmin):
    """Shows rows, and revokes them for those who may."""

    revoke_permission = "oauth_provider.change_grant"
    log_flag = CHANGE

    def revoke_rows(self, rows: list[Any], now: datetime) -> None:
        """End these."""
        raise NotImplementedError

    def response_revoke(self, rows: list[Any]) -> HttpResponse | None:
        """Where to go on: to what was revoked, if it is one."""
        return to_page_of(self, rows[0]) if len(rows) == 1 else None

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """May the user change what revoking changes?"""
        return request.user.has_perm(self.revoke_permission)

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        """Only the protocol issues."""
        return False

    def has_change_permission(self, request: HttpRequest, *_args: Any) -> bool:
        """Nobody edits what was issued."""
        return False

    def has_delete_permission(self, request: HttpRequest, *_args: Any) -> bool:
        """What was revoked must stay known as revoked."""
        return False


def revoking(consequence: Text) -> Action:
    """The action that revokes, once somebody has read what will follow."""

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    @confirmed(Question(_("Revoke?"), consequence))
    def revoke(
        model_admin: RevocableAdmin, request: HttpRequest, rows: list[Any], _answers: Answers
    ) -> HttpResponse | None:
        model_admin.revoke_rows(rows, moment.now())
        record(request, rows, gettext("Revoked."), flag=model_admin.log_flag)
        done = ngettext("%(count)d was revoked.", "%(count)d were revoked.", len(rows))
        messages.success(request, done % {"count": len(rows)})
        return model_admin.response_revoke(rows)

    return revoke


def record(request: HttpRequest, rows: list[Any], message: str, *, flag: int = CHANGE) -> None:
    """Write to Django's log who did what to which rows."""
    user_id: Any = request.user.pk
    LogEntry.objects.log_actions(
        user_id=user_id, queryset=rows, action_flag=flag, change_message=message
    )


def to_page_of(model_admin: Any, row: Model) -> HttpResponseRedirect:
    """The row's own page."""
    options = model_admin.opts
    return HttpResponseRedirect(
        reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    )
