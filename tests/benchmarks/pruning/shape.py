"""The rows that everybody has to prune: the same for all, and most of them expired."""

from dataclasses import dataclass

MINUTE, HOUR, DAY = 60, 3600, 86_400  # in seconds, as all times here

TOKENS_OF_A_SESSION = 3  # an access token, a spent refresh token and the one that came for it


@dataclass(frozen=True)
class Sessions:
    """Some sessions of a user: numbered from ``first`` on, begun that long ago or longer."""

    first: int
    rows: int
    ago: int
    spread: int


@dataclass(frozen=True)
class Shape:
    """How many rows there are of each sort: of twelve tokens, ten have expired."""

    tokens: int

    @property
    def machine_tokens(self) -> int:
        """Access tokens of a client that acts for itself, all expired, from the last month."""
        return self.tokens * 4 // 12

    @property
    def ended(self) -> Sessions:
        """More than a year old: none of their tokens is good."""
        return Sessions(1, self.tokens * 6 // 12 // TOKENS_OF_A_SESSION, 400 * DAY, 30 * DAY)

    @property
    def live(self) -> Sessions:
        """Refreshed within the hour: nothing may go, a spent refresh token can still be reused."""
        rows = self.tokens * 2 // 12 // TOKENS_OF_A_SESSION
        return Sessions(1 + self.ended.rows, rows, 10 * MINUTE, 30 * MINUTE)

    @property
    def expired_tokens(self) -> int:
        """How many are to go."""
        return self.machine_tokens + self.ended.rows * TOKENS_OF_A_SESSION

    @property
    def live_tokens(self) -> int:
        """How many are to stay."""
        return self.live.rows * TOKENS_OF_A_SESSION
