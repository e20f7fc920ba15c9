"""An application as Mastodon shows it: its entities Application and CredentialApplication."""

from typing import Any

from oauth_provider.models import Client

Json = dict[str, Any]


def application(client: Client) -> Json:
    """What anybody may know who holds a token of the application."""
    return {
        "id": str(client.pk),
        "name": client.name,
        "website": client.client_uri or None,
        "scopes": list(client.scope_names),
        "redirect_uri": "\n".join(client.redirect_uris),
        "redirect_uris": client.redirect_uris,
        "vapid_key": "",  # no push server here
    }


def credential_application(client: Client, client_secret: str) -> Json:
    """What the application itself is told, once."""
    return {
        **application(client),
        "client_id": client.client_id,
        "client_secret": client_secret,
        "client_secret_expires_at": 0,  # never
    }
