"""What the protocol hears and says, without HTTP."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# Every parameter that means something here. Any other one is ignored (RFC 6749 §3.1, §3.2).
KNOWN = frozenset(
    {
        "approval_prompt",
        "client_id",
        "client_secret",
        "code",
        "code_challenge",
        "code_challenge_method",
        "code_verifier",
        "force_login",
        "grant_type",
        "max_age",
        "nonce",
        "prompt",
        "redirect_uri",
        "refresh_token",
        "request",
        "request_uri",
        "response_mode",
        "response_type",
        "scope",
        "state",
        "token",
        "token_type_hint",
    }
)


@dataclass(frozen=True)
class Message:
    """A client's request: the known parameters that have a value, and its Authorization header."""

    parameters: tuple[tuple[str, str], ...]
    issuer: str
    authorization: str = ""
    has_query: bool = False

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], *, issuer: str, **rest: Any) -> "Message":
        """Keep what is known; a parameter without a value counts as omitted (RFC 6749 §3.1)."""
        known = ((name, value) for name, value in pairs if name in KNOWN)
        kept = tuple((name, value) for name, value in known if value or name == "state")
        return cls(kept, issuer, **rest)

    @property
    def headers(self) -> dict[str, str]:
        """The one header that means something here."""
        return {"Authorization": self.authorization}

    @property
    def client_id(self) -> str | None:
        """The client id in the body."""
        return self.get("client_id")

    @property
    def client_secret(self) -> str | None:
        """The client secret in the body."""
        return self.get("client_secret")

    @property
    def repeated(self) -> tuple[str, ...]:
        """The known parameters that were sent more than once."""
        counted = Counter(name for name, _ in self.parameters)
        return tuple(name for name, count in counted.items() if count > 1)

    @property
    def unprintable(self) -> tuple[str, ...]:
        """The known parameters whose value no database and no digest can take."""
        return tuple(name for name, value in self.parameters if not _is_text(value))

    def get(self, name: str) -> str | None:
        """The value of a parameter, or None if it was omitted."""
        return dict(self.parameters).get(name)


@dataclass(frozen=True)
class Answer:
    """What goes back: a JSON object (absent members, never null), a status and headers."""

    body: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def _is_text(value: str) -> bool:
    return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
