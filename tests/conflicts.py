"""Databases that are in trouble: at one statement, at every one, or with all that is written."""

from contextlib import contextmanager

from django.db import DatabaseError, InternalError, OperationalError, connection


class DriverError(Exception):
    """What a driver raises, which tells the SQLSTATE as PostgreSQL's do."""

    def __init__(self, sqlstate):
        super().__init__("somebody else was faster")
        self.sqlstate = sqlstate


def refusal(kind, sqlstate):
    """The error as Django hands it on."""
    error = kind("the server refused")
    error.__cause__ = DriverError(sqlstate)
    return error


class Conflicts:
    """Fails statements with a deadlock: the one of this number, or each one that matches."""

    def __init__(self, *, step=None, every=None, sqlstate="40P01"):
        self.step, self.every, self.sqlstate = step, every, sqlstate
        self.seen = self.failed = 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.step or (self.every and self.every(sql)):
            self.failed += 1
            raise refusal(OperationalError, self.sqlstate)
        return execute(sql, params, many, context)


@contextmanager
def conflicting(**which):
    """Let there be conflicts in this block."""
    conflicts = Conflicts(**which)
    with connection.execute_wrapper(conflicts):
        yield conflicts


def away(execute, sql, params, many, context):
    """The server does not answer."""
    raise OperationalError("the server closed the connection")


def gone(execute, sql, params, many, context):
    """The server is gone in the middle of its answer: psycopg knows no SQLSTATE for that."""
    raise refusal(DatabaseError, None)


def read_only(execute, sql, params, many, context):
    """Nothing can be written."""
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        raise refusal(InternalError, "25006")
    return execute(sql, params, many, context)


def full(execute, sql, params, many, context):
    """There is no room for another row."""
    if sql.startswith(("INSERT", "UPDATE")):
        raise refusal(OperationalError, "53100")
    return execute(sql, params, many, context)
