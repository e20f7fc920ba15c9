"""Scopes: the words that clients ask with, and the sentences that users read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from oauth_provider.forms import JSONListField
from oauth_provider.models import Scope


class ScopeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A scope, whose name stays what it is: tokens that have it would lose their meaning."""

    implies = JSONListField(
        label=_("Implies"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            'A JSON list of scopes that are included, by name or by prefix: ["read:*", "profile"].'
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "name" in self.fields:
            self.fields["name"].disabled = True


@admin.register(Scope)
class ScopeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Scopes, by name."""

    form = ScopeForm
    list_display = ["name", "title", "description", "implies", "is_default"]
    fields = ["name", "title", "description", "implies", "is_default"]
    search_fields = ["name", "title"]
