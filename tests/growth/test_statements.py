"""What the code asks of a database: nothing that one machine alone can give."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection

from .stage import all_played

pytestmark = pytest.mark.django_db(transaction=True)

OF_ONE_MACHINE = re.compile(
    r"advisory|\bGET_LOCK\b|\b(UN)?LISTEN\b|\bNOTIFY\b|\bTRIGGER\b|\bCALL\b|\bTEMP(ORARY)?\b"
    r"|\bLOCK TABLE|\bnextval\b|\bcurrval\b|\blastval\b",
    re.IGNORECASE,
)
COUNTED_WHOLE = re.compile(r"COUNT\(\*\)(?!.*\bWHERE\b)", re.IGNORECASE | re.DOTALL)
# People's forms and pages, a registration that changes itself, and what tidies up.
LOCKING = ("authorize: ", "authorized: ", "applications: ", "registration: ")
TIDYING_UP = "client credentials: later, and housekeeping"


class Said:
    """Every statement, with the operation in which it was sent."""

    def __init__(self):
        self.statements = []

    @contextmanager
    def watched(self, operation):
        """Remember the statements of the block."""

        def remember(execute, sql, parameters, many, context):
            self.statements.append((operation, sql))
            return execute(sql, parameters, many, context)

        with connection.execute_wrapper(remember):
            yield


@pytest.fixture
def said(settings):
    found = Said()
    all_played(settings, watched=found.watched)
    return found.statements


def test_it_asks_for_nothing_that_a_distributed_engine_lacks_and_counts_no_table(said):
    assert [sql for _, sql in said if OF_ONE_MACHINE.search(sql)] == []
    assert [sql for _, sql in said if COUNTED_WHOLE.search(sql)] == []


def test_a_request_of_a_program_holds_no_lock_and_what_tidies_up_waits_for_none(said):
    locking = [(operation, sql) for operation, sql in said if "FOR UPDATE" in sql]
    assert bool(locking) is connection.features.has_select_for_update
    others = [(name, sql) for name, sql in locking if not name.startswith(LOCKING)]
    for name, sql in others:
        assert name == TIDYING_UP
        assert sql.endswith("FOR UPDATE SKIP LOCKED")
