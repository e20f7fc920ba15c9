"""Who is measured: where its endpoints are, and what its clients hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

SCOPE = "read write"
REDIRECT_URI = "https://client.example/callback"


@dataclass(frozen=True)
class Credentials:
    """A confidential client's."""

    client_id: str
    client_secret: str


def _nothing() -> None:
    """Most parties need no preparation."""


@dataclass
class Party:
    """One of the implementations, in one configuration."""

    name: str
    about: str
    path: str  # under which its endpoints are: token, introspect, api
    web: Credentials  # a client for users
    service: Credentials  # a client that acts for itself
    issue_code: Callable[[], str]  # a fresh authorization code for the web client
    settings: Mapping[str, Any] = field(default_factory=dict)
    activate: Callable[[], None] = _nothing  # before each request, not measured
    access_token: str = ""
    refresh_token: str = ""
