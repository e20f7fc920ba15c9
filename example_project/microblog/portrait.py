"""Pictures of accounts, drawn from their names: no upload, no other server."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Portrait:
    """The colours and shapes that belong to a name, the same at each time."""

    username: str

    @property
    def letter(self) -> str:
        """What the name begins with."""
        return self.username[:1].upper()

    @property
    def hue(self) -> int:
        """Its place on the colour wheel, in degrees."""
        return self._numbers[0] * 360 // 256

    @property
    def second_hue(self) -> int:
        """A neighbour on the colour wheel."""
        return (self.hue + 30 + self._numbers[1] // 4) % 360

    @property
    def circles(self) -> Iterator[tuple[int, int, int]]:
        """Where circles lie in a square of 100: x, y and radius."""
        for start in (2, 5, 8):
            x, y, size = self._numbers[start : start + 3]
            yield x * 100 // 256, y * 100 // 256, 18 + size // 8

    @property
    def _numbers(self) -> bytes:
        return sha256(self.username.encode()).digest()
