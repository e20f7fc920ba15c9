"""What is in the body of a request, by its content type."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from oauth_provider.conf import conf
from oauth_provider.domain import strict_json

ANY_OF_THREE = "Send a form, multipart/form-data or application/json."

Pairs = list[tuple[str, str]]
T = TypeVar("T")

MAX_PARAMETERS = 100
MAX_MEMBERS = 1000  # where a name can stand for a list
CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
OF_A_LIST = re.compile(r"\[[0-9]{0,4}\]$")  # as in "redirect_uris[]"


class UnreadableError(Exception):
    """The request cannot be read; the text says to the client's developer what to mend."""

    def __init__(self, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.description = description
        self.status = status


def pairs(request: HttpRequest) -> Pairs:
    """The parameters in a form, multipart or JSON, all alike. Raises UnreadableError."""
    return _read(request, FORMS, ANY_OF_THREE)


def members(request: HttpRequest) -> dict[str, Any]:
    """What a form, multipart or a JSON object says, by name. Raises UnreadableError.

    In a form, a name that is repeated or ends in ``[]`` has a list of values.
    """
    return _read(request, MEMBERS, ANY_OF_THREE)


def json_object(request: HttpRequest) -> dict[str, Any]:
    """One JSON object, whatever its values are. Raises UnreadableError."""
    return _read(request, OBJECTS, "Send application/json.")


def _read(request: HttpRequest, readers: Mapping[str, Callable[[HttpRequest], T]], hint: str) -> T:
    read = readers.get((request.content_type or "").lower())
    if read is None:
        raise UnreadableError(hint, 415)
    if (request.content_params or {}).get("charset", "").lower() not in CHARSETS:
        raise UnreadableError("The body must be UTF-8.", 415)
    if _content_length(request) > conf.MAX_BODY_SIZE:
        raise UnreadableError("The body is too large.", 413)
    try:
        return read(request)
    except (RequestDataTooBig, SuspiciousOperation) as error:
        raise UnreadableError("The body is too large.", 413) from error
    except (MultiPartParserError, UnreadablePostError, ValueError, RecursionError) as error:
        raise UnreadableError("The body is malformed.") from error


def _content_length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length[:18]) if length.isdecimal() else 0  # int() refuses thousands of digits


def _raw(request: HttpRequest) -> bytes:
    if len(request.body) > conf.MAX_BODY_SIZE:  # a server may not know the length beforehand
        raise UnreadableError("The body is too large.", 413)
    return request.body


def _form(request: HttpRequest) -> Pairs:
    return urlencoded(_raw(request))


def _multipart(request: HttpRequest) -> Pairs:
    if request.FILES:
        raise UnreadableError("Files are not accepted.")
    return [(name, str(value)) for name, values in request.POST.lists() for value in values]


def _json(request: HttpRequest) -> Pairs:
    found = json.loads(
        _raw(request).decode(), object_pairs_hook=_JSONObject, parse_constant=_refuse_constant
    )
    if not isinstance(found, _JSONObject) or not all(isinstance(v, str) for _, v in found):
        raise UnreadableError("The JSON body must be one object whose values are strings.")
    if len(found) > MAX_PARAMETERS:
        raise UnreadableError("There are too many parameters.")
    return found


class _JSONObject(Pairs):
    """The members of an object in their order, so that a repeated one is seen."""


def _refuse_constant(name: str) -> Any:
    raise UnreadableError(f"{name} is not JSON.")


def _form_members(request: HttpRequest) -> dict[str, Any]:
    return _gathered(urlencoded(_raw(request), limit=MAX_MEMBERS))


def _multipart_members(request: HttpRequest) -> dict[str, Any]:
    return _gathered(_multipart(request))


def _gathered(found: Pairs) -> dict[str, Any]:
    values: dict[str, list[str]] = {}
    for name, value in found:
        values.setdefault(OF_A_LIST.sub("", name), []).append(value)
    lists = {OF_A_LIST.sub("", name) for name, _ in found if OF_A_LIST.search(name)}
    lists.update(name for name, several in values.items() if len(several) > 1)
    return {name: several if name in lists else several[0] for name, several in values.items()}


def _object(request: HttpRequest) -> dict[str, Any]:
    try:
        value = strict_json.parse(_raw(request).decode())
    except strict_json.StrictJSONError as error:
        raise UnreadableError(f"The body is malformed. {error}") from error
    if not isinstance(value, dict):
        raise UnreadableError("The body must be one JSON object.")
    return value


def urlencoded(raw: bytes | str, *, limit: int = MAX_PARAMETERS) -> Pairs:
    """The parameters in a form or a query string. Raises UnreadableError."""
    try:
        text = raw.decode("ascii") if isinstance(raw, bytes) else raw
        text.encode("ascii")
        if BROKEN_ESCAPE.search(text):
            raise UnreadableError("A percent sign is not followed by two hex digits.")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=limit)
    except UnicodeError as error:
        raise UnreadableError("The parameters are not UTF-8.") from error
    except ValueError as error:
        raise UnreadableError("There are too many parameters.") from error


FORMS: dict[str, Callable[[HttpRequest], Pairs]] = {
    "": _form,
    "application/x-www-form-urlencoded": _form,
    "multipart/form-data": _multipart,
    "application/json": _json,
}
OBJECTS: dict[str, Callable[[HttpRequest], dict[str, Any]]] = {"application/json": _object}
MEMBERS: dict[str, Callable[[HttpRequest], dict[str, Any]]] = {
    "": _form_members,
    "application/x-www-form-urlencoded": _form_members,
    "multipart/form-data": _multipart_members,
    "application/json": _object,
}
