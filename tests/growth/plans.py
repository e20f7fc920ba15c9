"""Which tables does a statement read without an index? As the planner of each database says."""

import json
import re
from contextlib import contextmanager

from django.db import connection

# Read whole at most once in ten seconds by a process, and as long as the list of scopes on a page.
READ_WHOLE = frozenset({"oauth_provider_scope"})
OURS = "oauth_provider_"
PLANNED = re.compile(r"\s*\(?(SELECT|UPDATE|DELETE)\b", re.IGNORECASE)
NAMED = re.compile(
    r'(?:FROM|JOIN|UPDATE|INTO)\s+["`](\w+)["`](?:\s+(?:AS\s+)?["`]?(?!SET\b|WHERE\b)(\w+))?'
)
# An automatic index is made for one query, of the whole table.
WHOLE = re.compile(r"(?:SCAN|SEARCH(?= \w+ USING AUTOMATIC)) (?!CONSTANT ROW|\()(\w+)")
EXPLAIN = {
    "postgresql": "EXPLAIN (FORMAT JSON) ",
    "sqlite": "EXPLAIN QUERY PLAN ",
    "mysql": "EXPLAIN ",
}


class Planned:
    """The statements of some requests, and what each of them reads without an index."""

    def __init__(self):
        self.operations = set()
        self.statements = []
        self.found = []
        self._is_explaining = False

    @contextmanager
    def watched(self, operation):
        """Explain whatever runs in the block, just before it runs."""

        def explain(execute, sql, parameters, many, context):
            if not self._is_explaining and PLANNED.match(sql):
                self._explain(operation, sql, parameters)
            return execute(sql, parameters, many, context)

        self.operations.add(operation)
        with connection.execute_wrapper(explain):
            yield

    def _explain(self, operation, sql, parameters):
        self._is_explaining = True
        try:
            read, plan = read_without_index(sql, parameters)
        finally:
            self._is_explaining = False
        self.statements.append((operation, sql))
        if read:
            self.found.append((operation, sorted(read), sql, plan))


def read_without_index(sql, parameters):
    """Those of our tables that are read from end to end, and the plan that says so."""
    with connection.cursor() as cursor:
        cursor.execute(EXPLAIN[connection.vendor] + sql, parameters)
        columns = [name for name, *_ in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    tables = {alias or table: table for table, alias in NAMED.findall(sql)}
    tables |= {table: table for table in tables.values()}
    scanned = {tables.get(name, name) for name in SCANNED[connection.vendor](rows)}
    return {name for name in scanned if name.startswith(OURS)} - READ_WHOLE, rows


def _by_sqlite(rows):
    for row in rows:
        if found := WHOLE.match(row["detail"]):
            yield found[1]


def _by_mysql(rows):
    for row in rows:
        if row["table"] and row["type"] in {"ALL", "index", "hash_ALL", "hash_index"}:
            yield row["table"]


def _by_postgresql(rows):
    (row,) = rows
    plans = row["QUERY PLAN"]
    for plan in json.loads(plans) if isinstance(plans, str) else plans:
        yield from _in_node(plan["Plan"])


def _in_node(node, table=""):
    """An index that has no condition is read from end to end, too."""
    table = node.get("Relation Name", table)
    is_index = "Index" in node["Node Type"]
    if node["Node Type"].endswith("Seq Scan") or (is_index and "Index Cond" not in node):
        yield table
    for below in node.get("Plans", ()):
        yield from _in_node(below, table)


SCANNED = {"sqlite": _by_sqlite, "mysql": _by_mysql, "postgresql": _by_postgresql}
