"""What people fill in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import format_lazy, normalize_newlines
from django.utils.translation import gettext_lazy as _

from example_project.microblog.models import Account, Status, Visibility
from example_project.microblog.models.account import MAX_NOTE_LENGTH
from example_project.microblog.models.posting import Draft
from example_project.microblog.models.status import MAX_LENGTH

MAX_SEARCH_LENGTH = 100


class LinesField(forms.CharField):
    """A text of several lines. A line break is one character, as the person counts.

    Browsers send two, and cut off what they think is too long: so the limit is not told to them.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """With one character for each line break."""
        return normalize_newlines(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without maxlength."""
        return {"dir": "auto", "data-limit": str(self.max_length)}


class StatusForm(forms.Form):
    """A status to post."""

    text = LinesField(
        label=_("New post"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=format_lazy(_("At most {limit} characters."), limit=MAX_LENGTH),
        error_messages={"required": _("Write something first.")},
    )
    spoiler_text = forms.CharField(
        label=_("Content warning"),
        max_length=MAX_LENGTH,
        required=False,
        help_text=_("Shown instead of the post, until somebody opens it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    visibility = forms.ChoiceField(
        label=_("Who can see it?"), choices=Visibility.choices, initial=Visibility.PUBLIC
    )

    def clean(self) -> dict[str, Any]:
        """Text and content warning share the limit."""
        cleaned = super().clean() or {}
        length = len(cleaned.get("text", "")) + len(cleaned.get("spoiler_text", ""))
        if length > MAX_LENGTH:
            too_long = _("Together with the content warning, these are %(length)s characters.")
            self.add_error("text", ValidationError(too_long, params={"length": length}))
        return cleaned

    def draft(self, parent: Status | None) -> Draft:
        """What was filled in."""
        return Draft(in_reply_to=parent, **self.cleaned_data)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """How one appears to others."""

    note = LinesField(
        label=_("About you"),
        max_length=MAX_NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=format_lazy(
            _("At most {limit} characters. Everybody can read it."), limit=MAX_NOTE_LENGTH
        ),
    )

    class Meta:
        model = Account
        fields = ["display_name", "note"]
        labels = {"display_name": _("Display name")}
        help_texts = {"display_name": _("What others call you. Empty: your username.")}
        widgets = {"display_name": forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"})}


class SignUpForm(UserCreationForm):  # type: ignore[type-arg]
    """Who wants an account?"""

    username = forms.CharField(
        label=_("Username"),
        min_length=2,
        max_length=30,
        validators=[
            RegexValidator(
                r"\A[a-z0-9_]*\Z", _("Use only the letters a to z, in lower case, digits and _.")
            )
        ],
        help_text=_("Letters from a to z, digits and _. It cannot be changed later."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "username", "spellcheck": "false"}
        ),
    )

    class Meta:
        model = User
        fields = ["username"]


class SearchForm(forms.Form):
    """What to look for."""

    q = forms.CharField(
        label=_("Search"),
        max_length=MAX_SEARCH_LENGTH,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
        error_messages={"required": _("Say what to look for.")},
    )
