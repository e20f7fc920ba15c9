"""What every page of an authorization request says: who asks, and as whom one would answer."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from oauth_provider.domain import logo
from oauth_provider.models import Client
from oauth_provider.protocol.authorization import Prompt

from . import pages, stamp


def page(
    request: HttpRequest,
    template: str,
    prompt: Prompt,
    own: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page about this request."""
    picture_origin = logo.origin_of(prompt.client.logo_uri)
    context = {
        "client": prompt.client,
        "logo_uri": prompt.client.logo_uri if picture_origin else "",
        "site_host": site_host(prompt.client),
        "owner_name": owner_name(prompt.client),
        "account_name": request.user.get_username(),
        "switch_url": switch_url(request),
        **(own or {}),
    }
    return pages.page(request, template, context, status=status, picture_origin=picture_origin)


def site_host(client: Client) -> str:
    """The host of its website; empty if it named none that a browser should open."""
    try:
        parts = urlsplit(client.client_uri)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"https", "http"} else ""


def owner_name(client: Client) -> str:
    """Who registered it; empty where that is an e-mail address, which is nobody's business."""
    name = client.owner.get_username() if client.owner else ""
    return "" if "@" in name else name


def switch_url(request: HttpRequest) -> str:
    """Where this request goes on with another account."""
    _, _, query = stamp.address(request).partition("?")
    return f"{reverse('oauth_provider:switch_account')}?{query}"
