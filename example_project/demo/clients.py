"""The clients of the demo, one of each kind."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from oauth_provider.domain.secret import digest
from oauth_provider.models import Client, ClientSecret

from .derived import derived

FOR_USERS = ["authorization_code", "refresh_token"]
FOR_ITSELF = ["client_credentials"]


@dataclass(frozen=True)
class Registration:
    """One client, as it is to be registered."""

    key: str
    name: str
    client_type: str = "confidential"
    grant_types: list[str] = field(default_factory=lambda: FOR_ITSELF)
    redirect_uris: list[str] = field(default_factory=list)
    scopes: str = "read"
    is_resource_server: bool = False

    @property
    def client_id(self) -> str:
        """Its identifier."""
        return derived(f"id of {self.key}", 32)

    @property
    def client_secret(self) -> str | None:
        """Its secret, if its type can keep one."""
        is_confidential = self.client_type == "confidential"
        return derived(f"secret of {self.key}", 64) if is_confidential else None

    def as_json(self) -> dict[str, Any]:
        """As the credentials file has it."""
        secret = {"client_secret": self.client_secret} if self.client_secret else {}
        return {
            "client_id": self.client_id,
            **secret,
            "client_type": self.client_type,
            "redirect_uris": self.redirect_uris,
            "scopes": self.scopes,
            "grant_types": self.grant_types,
        }


REGISTRATIONS = [
    Registration(
        key="web",
        name="Demo web application",
        grant_types=FOR_USERS,
        redirect_uris=["http://127.0.0.1:9000/callback"],
        scopes="read write follow",
    ),
    Registration(
        key="desktop",
        name="Demo desktop application",
        client_type="public",
        grant_types=FOR_USERS,
        redirect_uris=[
            "urn:ietf:wg:oauth:2.0:oob",
            "http://127.0.0.1/callback",
            "com.example.desktop:/callback",
        ],
        scopes="read write follow",
    ),
    Registration(key="service", name="Demo service"),
    Registration(key="resource_server", name="Demo resource server", is_resource_server=True),
]


def seed_clients(owner: User) -> dict[str, Registration]:
    """See that they are all registered."""
    for registration in REGISTRATIONS:
        seed_client(registration, owner)
    return {registration.key: registration for registration in REGISTRATIONS}


def seed_client(registration: Registration, owner: User) -> None:
    """See that this one is registered, and that its secret is known."""
    client, _ = Client.objects.update_or_create(
        client_id=registration.client_id,
        defaults={
            "name": registration.name,
            "client_type": registration.client_type,
            "grant_types": registration.grant_types,
            "redirect_uris": registration.redirect_uris,
            "scope": registration.scopes,
            "is_resource_server": registration.is_resource_server,
            "owner": owner,
        },
    )
    client.enable()
    if registration.client_secret:
        seed_secret(client, registration.client_secret)


def seed_secret(client: Client, value: str) -> None:
    """See that this is a secret of the client, also if somebody revoked it."""
    known = ClientSecret.objects.filter(client=client, digest=digest(value))
    if not known.update(revoked_at=None, expires_at=None):
        ClientSecret.objects.issue(client=client, label="demo", value=value)
