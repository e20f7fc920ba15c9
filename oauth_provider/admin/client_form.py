"""The form of a client. What it may hold is judged by ``Client.clean``."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oauth_provider.forms import (
    ClientModelForm,
    JSONObjectField,
    LinesField,
    ScopesField,
    scope_choices,
)
from oauth_provider.models import Client
from oauth_provider.models.client import GRANT_TYPES, default_grant_types

SCOPES = ("scope", "default_scope", "required_scope")
LIFETIMES = ("access_token_lifetime", "refresh_token_lifetime", "grant_lifetime")


def text(rows: int) -> forms.Textarea:
    """A box for text that is not prose."""
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField", "spellcheck": "false"})


class ClientForm(ClientModelForm):
    """Lists as lines and checkboxes instead of JSON."""

    redirect_uris = LinesField(
        label=_("Redirect URIs"),
        required=False,
        widget=text(rows=4),
        help_text=_(
            "One in each line, compared to the letter. They use https; a public application may "
            "also have http://127.0.0.1/… with any port, or a scheme like com.example.app:/…"
        ),
    )
    grant_types = forms.MultipleChoiceField(
        label=_("Grant types"),
        choices=list(GRANT_TYPES.items()),
        initial=default_grant_types,
        widget=forms.CheckboxSelectMultiple,
    )
    scope = ScopesField(
        label=_("Scopes"), required=False, help_text=_("What it may ask for, and nothing else.")
    )
    default_scope = ScopesField(
        label=_("Default scopes"),
        required=False,
        help_text=_("What it gets if it asks for none. None ticked: the site's default scopes."),
    )
    required_scope = ScopesField(
        label=_("Scopes that cannot be declined"),
        required=False,
        help_text=_("Users allow these with the rest, or deny the whole request."),
    )
    allowed_origins = LinesField(
        label=_("Allowed origins"),
        required=False,
        widget=text(rows=2),
        help_text=_(
            "Web origins that a public application is served from, beside those of its redirect "
            "URIs: one in each line, like https://app.example."
        ),
    )
    metadata = JSONObjectField(
        label=_("Metadata"),
        required=False,
        widget=text(rows=3),
        help_text=_("Whatever this site wants to add, as a JSON object."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SCOPES:
            if isinstance(field := self.fields.get(name), ScopesField):
                field.choices = list(scope_choices(getattr(self.instance, name)))

    def clean(self) -> dict[str, Any] | None:
        """Judge the rest as if nothing were ticked where what was ticked is refused."""
        self.instance.grant_types = self.cleaned_data.get("grant_types", [])
        return super().clean()

    class Meta:
        model = Client
        fields: list[str] = []  # the admin's fieldsets name them
        help_texts = {
            "client_type": _(
                "A confidential one gets a secret, which is shown once, after it was added. "
                "A public one has none, as anybody could read it; it always uses PKCE."
            )
        }
