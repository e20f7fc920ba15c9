"""Where a value comes later."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models.expressions import Expression


class Place(Expression):
    """Stands in a queryset for the ``index``-th value."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A parameter, which is this place."""
        return "%s", (self,)


def places(count: int, *, begin: int = 0) -> list[Place]:
    """So many places."""
    return [Place(index) for index in range(begin, begin + count)]


def filled(parameters: Iterable[Any], values: Sequence[Any]) -> list[Any]:
    """The parameters of a statement, with values in their places."""
    return [values[each.index] if isinstance(each, Place) else each for each in parameters]
