"""The steps of an import, as a table of contents."""

from collections.abc import Callable

from . import clients, endings, families, scopes, tokens
from .run import Run

STEPS: tuple[Callable[[Run], None], ...] = (
    scopes.bring,
    clients.bring,
    endings.follow,
    families.bring,
    tokens.bring,
)


def take(run: Run) -> None:
    """Bring everything. Whatever step this is stopped at, running it again goes on."""
    for step in STEPS:
        step(run)
