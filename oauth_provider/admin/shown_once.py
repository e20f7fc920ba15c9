"""The page that shows a new secret: once, and to whoever asked for it."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from oauth_provider.models import Client, ClientSecret

from .revocable import record

TEMPLATE = "admin/oauth_provider/shown_once.html"


def show_new_secret(
    model_admin: Any, request: HttpRequest, client: Client, *, label: str = ""
) -> HttpResponse:
    """Issue a client secret. Its value is in this response and nowhere else."""
    row, value = ClientSecret.objects.issue(client=client, label=label)
    record(request, [client], gettext("Issued client secret #%(id)d.") % {"id": row.pk})
    values = {
        "client_id": (gettext("Client id"), client.client_id),
        "client_secret": (gettext("Client secret"), value),
    }
    return show_once(model_admin, request, client, values)


def show_once(
    model_admin: Any, request: HttpRequest, row: Model, values: dict[str, tuple[str, str]]
) -> HttpResponse:
    """The page with the values, by id: each with its label."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": gettext("Copy this now"),
        "row": row,
        "values": values,
        "opts": model_admin.opts,
        "media": model_admin.media,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, TEMPLATE, context, headers={"Cache-Control": "no-store"})
