"""Which statements does a request run?"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from oauth_provider.models.scope import forget_registry
from oauth_provider.protocol import housekeeping

from .operations import Operation, perform
from .party import Party
from .wire import Answer, Environ, send

TRANSACTION_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Statement:
    """As the database driver gets it."""

    sql: str
    parameters: Any

    @property
    def text(self) -> str:
        """The SQL, however it is laid out and quoted."""
        return " ".join(self.sql.replace('"', "").split())

    def run(self) -> None:
        """Run it once more, and fetch what it finds."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.parameters)
            cursor.fetchall()


def statements_of(operation: Operation, party: Party) -> list[Statement]:
    """Those of one request, transaction control left out."""
    statements: list[Statement] = []

    def record(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(TRANSACTION_CONTROL):
            statements.append(Statement(sql, parameters))
        return execute(sql, parameters, many, context)

    def send_recorded(environ: Environ) -> Answer:
        with connection.execute_wrapper(record):
            return send(environ)

    forget_registry()
    housekeeping.begin_again()
    perform(operation, party)  # what happens only now and then has just happened
    perform(operation, party, send_recorded)
    return statements
