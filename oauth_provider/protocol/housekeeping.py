"""A handful of dead rows leaves now and then, when tokens are issued: nobody must schedule that."""

import logging
from datetime import datetime
from itertools import count, islice
from random import randrange

from django.db import Error, router, transaction

from oauth_provider.conf import conf
from oauth_provider.domain.retention import Retention, retention
from oauth_provider.models import Grant, moment
from oauth_provider.models.dead_kinds import AT_HAND, Kind
from oauth_provider.models.pruning import Pruning

logger = logging.getLogger(__name__)

# Of no kind of token can more be issued until it is its turn again than leaves when it is.
EVERY = 10  # token responses of a process
HANDFUL = 160  # rows, or a quarter as many grants with what was issued from them
PAGES = 2

# Processes begin anywhere, so that those that end soon do their part as well.
_responses = count(randrange(EVERY * len(AT_HAND)))  # noqa: S311 — nobody gains by guessing it


def kept(now: datetime) -> Retention:
    """What this site keeps of what has ended."""
    return retention(
        now,
        window=conf.REFRESH_TOKEN_REPLAY_WINDOW,
        unused_client_lifetime=conf.UNUSED_CLIENT_LIFETIME,
        has_partitions=conf.ACCESS_TOKEN_PARTITIONS,
    )


def take_turn() -> None:
    """Tokens are being issued. If it is time, tidy up as soon as that is committed."""
    turn, others = divmod(next(_responses), EVERY)
    if others == 0:
        kind, using = AT_HAND[turn % len(AT_HAND)], router.db_for_write(Grant)
        transaction.on_commit(lambda: tidy_up(kind), using=using, robust=True)


def tidy_up(kind: Kind) -> None:
    """Remove a handful of this kind. The answer does not depend on it."""
    pruning = Pruning(kept(moment.now()), using=router.db_for_write(Grant), size=HANDFUL)
    try:
        for _taken in islice(kind.batches(pruning), PAGES * kind.batches_of_page):
            pass
    except Error:
        logger.warning("cannot tidy up: %s", kind.name, exc_info=True)


def begin_again() -> None:
    """Let the next turn be as far away as it can be."""
    global _responses  # noqa: PLW0603 — one count for the process
    _responses = count(1)
