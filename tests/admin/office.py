"""What a person does at the admin, through Django's test client."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.test import Client as Browser


@dataclass
class Office:
    """A member of staff, signed in."""

    browser: Browser
    user: Any

    def url(self, row, page="changelist"):
        """Where a table's list is, or a row's page."""
        base = f"/admin/oauth_provider/{row._meta.model_name}/"
        return base if page == "changelist" else f"{base}{row.pk}/{page}/"

    def list(self, model, **parameters):
        """Look at a list."""
        return self.browser.get(self.url(model), parameters)

    def open(self, row):
        """Look at a row's page."""
        return self.browser.get(self.url(row, "change"))

    def found(self, model, **parameters):
        """The rows that a list shows."""
        return list(self.list(model, **parameters).context["cl"].result_list)

    def act(self, action, *rows, confirmed=True, **answers):
        """Do something to the rows, and answer the question that comes first."""
        form = {"action": action, "_selected_action": [row.pk for row in rows], **answers}
        if confirmed:
            form["confirmed"] = "yes"
        return self.browser.post(self.url(rows[0]), form)

    def add_client(self, **changes):
        """Fill in and send the form for a new client."""
        return self.browser.post("/admin/oauth_provider/client/add/", client_form(**changes))

    def change_client(self, client, **changes):
        """Fill in and send the form of a client."""
        return self.browser.post(self.url(client, "change"), client_form(**changes))

    @property
    def log(self):
        """What the log says, oldest first."""
        entries = LogEntry.objects.order_by("id")
        return [(entry.object_repr, entry.get_change_message()) for entry in entries]


def client_form(**changes):
    """The form of a client as a browser sends it; None leaves a field out."""
    form = {
        "name": "Calendar",
        "client_type": "confidential",
        "owner": "",
        "grant_types": ["authorization_code", "refresh_token"],
        "redirect_uris": "https://calendar.example/callback",
        "scope": ["read", "write"],
        "rotates_refresh_tokens": "on",
        "access_token_lifetime": "",
        "refresh_token_lifetime": "",
        "grant_lifetime": "",
        "metadata": "{}",
    }
    return {name: value for name, value in {**form, **changes}.items() if value is not None}


def errors(response):
    """What a page says is wrong, by field, all of it shown beside that field."""
    assert response.status_code == 200, response
    found = response.context["adminform"].form.errors
    page = response.content.decode()
    for field in found:
        assert f'id="id_{field}_error"' in page, field
    return {field: " ".join(messages) for field, messages in found.items()}
