"""One run of the import: each batch is a transaction, so that it can be killed at any point."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from oauth_provider.models import AccessToken
from oauth_provider.models.database import together

from .report import Report


@dataclass
class Run:
    """When it is, how much is done at once, and whom to tell."""

    now: datetime
    batch_size: int
    tell: Callable[[str], None]
    report: Report = field(default_factory=Report)
    _stages: dict[str, tuple[float, int]] = field(default_factory=dict)

    @contextmanager
    def batch(self, stage: str, size: int) -> Iterator[None]:
        """All of a batch, or nothing of it."""
        began, seen = self._stages.setdefault(stage, (monotonic(), 0))
        with together(AccessToken):
            yield
        self._stages[stage] = (began, seen + size)
        rate = (seen + size) / max(monotonic() - began, 0.001)
        self.tell(f"{stage}: {seen + size:,} rows ({rate:,.0f} a second)")
