"""Pruning in tests: as of now, or as of later."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from oauth_provider.models.dead_kinds import KINDS
from oauth_provider.models.pruning import Pruning
from oauth_provider.protocol.housekeeping import kept

MOMENT = timedelta(microseconds=1)


def prune(*, size=1000, now=None):
    """Let everything leave that may, and tell of which kind how many rows did."""
    pruning = Pruning(kept(now or timezone.now()), using=connection.alias, size=size)
    return {
        kind.name: rows
        for kind in KINDS
        if (rows := sum(len(taken.rows) for taken in kind.batches(pruning)))
    }
