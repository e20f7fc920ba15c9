"""What people fill in."""

from django import forms

from example_project.microblog.models import Visibility
from example_project.microblog.models.status import MAX_LENGTH


class StatusForm(forms.Form):
    """A status to post."""

    text = forms.CharField(
        label="New post", max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )
    visibility = forms.ChoiceField(label="Who can see it?", choices=Visibility.choices)
