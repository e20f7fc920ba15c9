"""The credentials a client presents, before anybody believes them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Credentials:
    """A client id and, for a client that has one, its secret."""

    client_id: str
    client_secret: str | None = None
