"""Another secret beside the old ones, so that a rotation needs no downtime."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oauth_provider.models import Client, ClientSecret, moment

from .developer import OwnedApplicationView, show

MOST_UNREVOKED = 10
OVERLAPS = {
    "": _("stay valid until revoked"),
    "1": _("expire in an hour"),
    "24": _("expire in a day"),
    "168": _("expire in a week"),
    "720": _("expire in 30 days"),
}


class NewSecretForm(forms.Form):
    """A new secret, and what becomes of the old ones."""

    label = forms.CharField(
        label=_("Label"),
        max_length=100,
        required=False,
        help_text=_("Tells it from the others, for example where it is used."),
    )
    overlap = forms.TypedChoiceField(
        label=_("The secrets it has now"),
        required=False,
        choices=list(OVERLAPS.items()),
        coerce=lambda hours: timedelta(hours=int(hours)),
        empty_value=None,
    )


class NewSecretView(OwnedApplicationView):
    """Issues a secret, and shows it in the answer and nowhere else."""

    def ask(self, request: HttpRequest, client: Client, **_named: str) -> HttpResponse:
        """Ask what it is for, and what becomes of the old ones."""
        return ask(request, client, NewSecretForm())

    def act(self, request: HttpRequest, client: Client, **_named: str) -> HttpResponse:
        """Issue it."""
        form = NewSecretForm(request.POST)
        if not form.is_valid() or refusal(client):
            return ask(request, client, form)
        if (overlap := form.cleaned_data["overlap"]) is not None:
            client.secrets.filter(revoked_at=None).expire_by(moment.now() + overlap)
        _row, value = ClientSecret.objects.issue(client=client, label=form.cleaned_data["label"])
        return show(request, "secret", client=client, value=value)


def ask(request: HttpRequest, client: Client, form: NewSecretForm) -> HttpResponse:
    """The page with the form, or with the reason why there is none."""
    return show(request, "new_secret", client=client, form=form, refusal=refusal(client))


def refusal(client: Client) -> str:
    """Why it cannot have another secret; empty if it can."""
    if not client.is_confidential:
        return gettext("A public application has no secret: anybody could read it.")
    if client.secrets.filter(revoked_at=None).count() < MOST_UNREVOKED:
        return ""
    return gettext("It has %(limit)d secrets. Revoke one of them first.") % {
        "limit": MOST_UNREVOKED
    }
