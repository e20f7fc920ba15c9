"""JSON that means the same to every reader: no repeated names, no NaN, no half characters."""

import json
import math
from collections.abc import Iterable
from typing import Any

MAX_DEPTH = 10  # of objects and arrays within each other


class StrictJSONError(ValueError):
    """Not JSON, or JSON that two readers could read differently (RFC 8259 §4, §6, §8)."""


def parse(text: str) -> Any:
    """The value that the text spells. Raises StrictJSONError."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_finite,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError) as error:
        if isinstance(error, StrictJSONError):
            raise
        raise StrictJSONError("It is not JSON.") from error
    _check(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise StrictJSONError("It names a member twice.")
    return members


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise StrictJSONError("It holds a number that is too large.")
    return number


def _refuse_constant(name: str) -> Any:
    raise StrictJSONError(f"{name} is not JSON.")


def _check(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        if not all(_is_text(text) for item in level for text in _texts(item)):
            raise StrictJSONError("It holds a character that is not text.")
        nests = [item for item in level if isinstance(item, dict | list)]
        if not nests:
            return
        level = [child for nest in nests for child in _children(nest)]
    raise StrictJSONError(f"It is nested more than {MAX_DEPTH} deep.")


def _texts(item: Any) -> Iterable[str]:
    if isinstance(item, dict):
        return item.keys()
    return (item,) if isinstance(item, str) else ()


def _children(nest: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return nest.values() if isinstance(nest, dict) else nest


def _is_text(value: str) -> bool:
    return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
