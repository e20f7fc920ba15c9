"""What the code declares about a scope, as plain values: no lazy text, nothing left out."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

FIELDS = {
    "title": "title",
    "description": "description",
    "group": "group",
    "implies": "implies",
    "default": "is_default",
    "sensitive": "is_sensitive",
    "translations": "translations",
}
Text = (str, Promise)
KINDS: dict[str, tuple[type, ...]] = {
    "title": Text,
    "description": Text,
    "group": Text,
    "implies": (list, tuple),
    "default": (bool,),
    "sensitive": (bool,),
    "translations": (dict,),
}


def read(name: str, definition: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a definition, in the untranslated words of the source."""
    omitted: dict[str, Any] = {
        "title": name,
        "description": "",
        "group": "",
        "implies": [],
        "is_default": False,
        "is_sensitive": False,
        "translations": {},
    }
    with override(None):
        return omitted | {FIELDS[key]: _plain(value) for key, value in definition.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
