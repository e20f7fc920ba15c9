"""Revoking a secret."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from oauth_provider.models import Client, ClientSecret, moment
from oauth_provider.views.signed_in import go_on

from .developer import OwnedApplicationView, show


class RevokeSecretView(OwnedApplicationView):
    """Ends one secret of an application, once its owner has read what will follow."""

    def ask(self, request: HttpRequest, client: Client, **named: str) -> HttpResponse:
        """Ask."""
        secret = find(client, named["secret_pk"])
        others = client.secrets.filter(revoked_at=None).exclude(pk=secret.pk)
        return show(
            request, "revoke_secret", client=client, secret=secret, is_last=not others.exists()
        )

    def act(self, request: HttpRequest, client: Client, **named: str) -> HttpResponse:
        """Revoke it."""
        secret = find(client, named["secret_pk"])
        client.secrets.filter(pk=secret.pk).revoke(moment.now())
        return go_on("revoked", "application", client.pk)


def find(client: Client, secret_pk: str) -> ClientSecret:
    """The secret, if it is this application's."""
    return get_object_or_404(client.secrets.defer("digest"), pk=secret_pk)
