"""The credentials a client presents, before anybody believes them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Credentials:
    """A client id and, for a client that has one, its secret."""

    client_id: str
    client_secret: str | None = None

    def agrees_with(self, other: "Credentials") -> bool:
        """Can both come from one client? A secret sent once is enough."""
        secrets = {self.client_secret, other.client_secret} - {None}
        return self.client_id == other.client_id and len(secrets) < 2
