"""One run on one database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from oauth_provider.models import AccessToken

from .floor import floor
from .machine import database_facts
from .operations import BEARER_CHECK, OPERATIONS, Operation, perform
from .ours import oauth_provider, remembering
from .party import Party
from .rounds import Subject, measure, stopwatch
from .settings import HAS_TOOLKIT
from .statements import Statement, statements_of

UNPROTECTED = "no authentication"
BELIEVING = "one that believes everybody"
ITS_QUERY = "bearer check: its query alone"
BY_FINDING = "oauth_provider, by its own finder"


@dataclass(frozen=True)
class Run:
    """What was measured."""

    database: dict[str, str]
    parties: list[Party]
    subjects: list[Subject]
    statements: dict[tuple[str, str], list[Statement]]  # by operation and party

    def subject(self, operation: str, party: str) -> Subject:
        """One cell."""
        found = (one for one in self.subjects if (one.operation, one.party) == (operation, party))
        return next(found)

    @property
    def differing(self) -> list[str]:
        """The operations for which the floor does not run the statements of oauth_provider."""
        return [
            operation.name
            for operation in OPERATIONS
            if self._texts(operation, "floor") != self._texts(operation, "oauth_provider")
        ]

    def _texts(self, operation: Operation, party: str) -> list[str]:
        return [statement.text for statement in self.statements[operation.name, party]]


def run(*, rounds: int) -> Run:
    """Measure everybody on the default database. Raises RefusedError."""
    parties = _parties()
    statements = {
        (operation.name, party.name): statements_of(operation, party)
        for operation in OPERATIONS
        for party in parties
    }
    queries = {party.name: statements[BEARER_CHECK.name, party.name] for party in parties}
    subjects = [*_requests(parties), *_queries(parties, queries)]
    measure(subjects, rounds=rounds)
    return Run(database_facts(), parties, subjects, statements)


def _parties() -> list[Party]:
    parties = [floor(), oauth_provider()]
    if HAS_TOOLKIT:
        from .toolkit import hardened_toolkit, toolkit

        parties += [hardened_toolkit(), toolkit()]
    return parties


def _requests(parties: list[Party]) -> Iterator[Subject]:
    for operation in OPERATIONS:
        for party in parties:
            yield _request(operation, party)
    # The last operation is the bearer check: these are the same without a query, and less than one.
    for party in remembering(_named("oauth_provider", parties)):
        yield _request(BEARER_CHECK, party)
    for name, path in ((UNPROTECTED, "/unprotected"), (BELIEVING, "/believing")):
        yield _request(BEARER_CHECK, replace(parties[0], name=name, path=path))


def _named(name: str, parties: list[Party]) -> Party:
    return next(party for party in parties if party.name == name)


def _request(operation: Operation, party: Party) -> Subject:
    return Subject(operation.name, party.name, lambda: perform(operation, party).microseconds)


def _queries(parties: list[Party], queries: dict[str, list[Statement]]) -> Iterator[Subject]:
    for party in parties:
        (query,) = queries[party.name]
        yield Subject(ITS_QUERY, party.name, stopwatch(query.run))
    value = _named("oauth_provider", parties).access_token
    by_finding = stopwatch(lambda: AccessToken.find(value))
    yield Subject(ITS_QUERY, BY_FINDING, by_finding)
