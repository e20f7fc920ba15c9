"""What developers decide about their applications. What they do not decide is in no form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from oauth_provider.domain.grant_type import ClientType, GrantType
from oauth_provider.forms import ClientModelForm, LinesField, ScopesField
from oauth_provider.models import Client
from oauth_provider.models.client import CLIENT_TYPES, GRANT_TYPES, IDENTITY
from oauth_provider.models.scope import registry

FOR_CONFIDENTIAL = frozenset({GrantType.CLIENT_CREDENTIALS})
TYPE_MEANINGS = {
    ClientType.CONFIDENTIAL: _(
        "A website or a service of yours. It gets a secret, which only your server knows."
    ),
    ClientType.PUBLIC: _(
        "A phone or desktop app, a command line tool, a page of JavaScript. Anybody could read a "
        "secret in it, so it gets none; PKCE protects each sign-in instead."
    ),
}
CHOOSE = {"required": _("Choose at least one.")}


def lines(rows: int) -> forms.Textarea:
    """A box for a list of addresses."""
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocapitalize": "none"})


class ApplicationForm(ClientModelForm):
    """An application that exists."""

    redirect_uris = LinesField(
        label=_("Redirect URIs"),
        required=False,
        widget=lines(rows=3),
        help_text=_(
            "Where users are sent back to, one in each line, compared to the letter. They use "
            "https; a public application may also have http://127.0.0.1/… with any port, or a "
            "scheme like com.example.app:/…"
        ),
    )
    grant_types = forms.MultipleChoiceField(
        label=_("How it gets access"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    scope = ScopesField(
        label=_("What it may ask for"),
        error_messages=CHOOSE,
        help_text=_("As little as it needs: users see this when they are asked to agree."),
    )
    allowed_origins = LinesField(
        label=_("Origins of browser apps"),
        required=False,
        widget=lines(rows=2),
        help_text=_(
            "Optional. Where a public application runs in browsers, if not at its redirect URIs: "
            "one in each line, like https://app.example."
        ),
    )
    client_uri = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text=_("Optional. Users can read about it there."),
    )
    logo_uri = forms.URLField(
        label=_("Logo"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text=_("Optional. The https address of a picture."),
    )

    class Meta:
        model = Client
        fields = [
            "name",
            "redirect_uris",
            "grant_types",
            "scope",
            "client_uri",
            "logo_uri",
            "allowed_origins",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("scope", scope_choices(self.instance.scope))
        self._choices("grant_types", self._grant_types())
        if self.instance.pk and self.instance.is_confidential:
            del self.fields["allowed_origins"]

    def save(self, commit: bool = True) -> Any:
        """Whoever was verified went by what it was before."""
        if not set(IDENTITY).isdisjoint(self.changed_data):
            self.instance.is_verified = False
        return super().save(commit)

    def _grant_types(self) -> dict[GrantType, Any]:
        """What a public application cannot use is not offered to one."""
        if not self.instance.pk or self.instance.is_confidential:
            return GRANT_TYPES
        return {name: GRANT_TYPES[name] for name in GRANT_TYPES if name not in FOR_CONFIDENTIAL}

    def _choices(self, name: str, choices: Mapping[Any, Any]) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices.items())


class RegistrationForm(ApplicationForm):
    """A new application. Its type is chosen once."""

    client_type = forms.ChoiceField(label=_("Where does it run?"), widget=forms.RadioSelect)

    class Meta(ApplicationForm.Meta):
        fields = ["name", "client_type", *ApplicationForm.Meta.fields[1:]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = {name: described(CLIENT_TYPES[name], TYPE_MEANINGS[name]) for name in CLIENT_TYPES}
        self._choices("client_type", types)


def scope_choices(held: str) -> dict[str, SafeString]:
    """The defined scopes as users read them, then what is held although it is no longer defined."""
    definitions = registry().definitions
    gone = [name for name in held.split() if name not in definitions]
    return {
        **{name: described(found.title, name) for name, found in definitions.items()},
        **{name: described(name, _("No longer defined")) for name in gone},
    }


def described(title: Any, meaning: Any) -> SafeString:
    """The label of a choice: what it is called, and what that means."""
    return format_html(
        '<span class="title">{}</span> <span class="quiet">{}</span>', title, meaning
    )
