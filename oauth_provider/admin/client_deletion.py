"""Deleting a client that was issued a million tokens, without listing one of them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext

from oauth_provider.models import Client

from .large_table import LargeTableAdmin


class DeletableClientAdmin(LargeTableAdmin):
    """Names what will be deleted instead of collecting it."""

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        """What the page that asks shows. Whoever may delete a client may delete what it holds."""
        name = capfirst(self.opts.verbose_name)
        clients = [f"{name}: {client}" for client in objs]
        rest = gettext("Secrets, authorizations, consents, and every token that was issued")
        return [*clients, rest], {self.opts.verbose_name_plural: len(clients)}, set(), []

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[Client]) -> None:
        """Delete the clients one by one, each in batches."""
        for client in queryset:
            client.delete()
