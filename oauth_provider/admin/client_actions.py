"""What can be done to a client besides editing it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import Client, Grant, moment

from .confirmation import MOST_CHOSEN, Answers, Question, confirmed
from .revocable import record, to_page_of
from .shown_once import show_new_secret


class LabelForm(forms.Form):
    """What a new secret is for."""

    label = forms.CharField(
        label=_("Label"),
        max_length=100,
        required=False,
        help_text=_("Tells it from the others, for example where it is used."),
    )


class ReasonForm(forms.Form):
    """Why a client is disabled."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


ROTATING = Question(
    _("Issue another secret?"),
    _("The secrets it has stay valid until you revoke them, so that nothing stops meanwhile."),
    LabelForm,
)
DISABLING = Question(
    _("Disable?"),
    _("No user can allow it anything, and none of its tokens works until it is enabled again."),
    ReasonForm,
)
REVOKING = Question(
    _("Revoke everything?"),
    _("All tokens and codes issued to it end at once, for every user. This cannot be undone."),
)


@admin.action(description=_("Issue another secret"), permissions=["rotate"])
@confirmed(ROTATING)
def rotate_secret(
    model_admin: Any, request: HttpRequest, clients: list[Client], answers: Answers
) -> HttpResponse | None:
    """Show a new secret of one client; the old ones stay."""
    if len(clients) != 1 or not clients[0].is_confidential:
        messages.error(request, gettext("Choose one confidential application."))
        return None
    return show_new_secret(model_admin, request, clients[0], label=answers["label"])


@admin.action(description=_("Disable"), permissions=["change"])
@confirmed(DISABLING)
def disable(
    model_admin: Any, request: HttpRequest, clients: list[Client], answers: Answers
) -> HttpResponse | None:
    """Stop them."""
    now, reason = moment.now(), answers["reason"]
    for client in clients:
        client.disable(reason=reason, now=now)
    message = gettext("Disabled: %(reason)s") % {"reason": reason}
    return finish(model_admin, request, clients, message)


@admin.action(description=_("Enable"), permissions=["change"])
def enable(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
    """Let them go on."""
    clients = list(queryset[:MOST_CHOSEN])
    for client in clients:
        client.enable()
    return finish(model_admin, request, clients, gettext("Enabled."))


@admin.action(description=_("Revoke everything"), permissions=["revoke"])
@confirmed(REVOKING)
def revoke_everything(
    model_admin: Any, request: HttpRequest, clients: list[Client], _answers: Answers
) -> HttpResponse | None:
    """End all their grants."""
    Grant.objects.filter(client__in=clients).revoke(moment.now())
    return finish(model_admin, request, clients, gettext("Revoked everything."))


def finish(
    model_admin: Any, request: HttpRequest, clients: list[Client], message: str
) -> HttpResponse | None:
    """Log what was done, tell the user, and go on to the client if it was one."""
    record(request, clients, message)
    count = len(clients)
    done = ngettext("%(count)d application changed.", "%(count)d applications changed.", count)
    messages.success(request, done % {"count": count})
    return to_page_of(model_admin, clients[0]) if count == 1 else None
