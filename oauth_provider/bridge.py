"""HttpRequest to the protocol's Message; the protocol's Answer to HttpResponse."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from oauth_provider.conf import conf
from oauth_provider.protocol.message import Answer, Message

Pairs = list[tuple[str, str]]

MAX_PARAMETERS = 100
MAX_QUERY_LENGTH = 32 * 1024
CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})
BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class UnreadableError(Exception):
    """The request cannot be read; the text says to the client's developer what to mend."""

    def __init__(self, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.description = description
        self.status = status


def issuer(request: HttpRequest) -> str:
    """Who issues the tokens (RFC 8414 §2): as configured, else the origin that was asked for."""
    return conf.ISSUER or f"{request.scheme}://{request.get_host()}"


def absolute_uri(request: HttpRequest, path: str) -> str:
    """The path as clients reach it: at the issuer's origin."""
    origin = "/".join(issuer(request).split("/", 3)[:3])
    return origin + path


def read_body(request: HttpRequest) -> Message:
    """The message in a POST: a form, multipart or JSON, all alike. Raises UnreadableError."""
    return Message.of(
        _pairs_of_body(request),
        issuer=issuer(request),
        authorization=request.headers.get("Authorization", ""),
        has_query=bool(request.META.get("QUERY_STRING")),
    )


def read_query(request: HttpRequest) -> Message:
    """The message in a query string. Raises UnreadableError."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > MAX_QUERY_LENGTH:
        raise UnreadableError("The query is too long.", 414)
    return Message.of(_urlencoded(query.encode("latin-1")), issuer=issuer(request))


def respond(answer: Answer) -> JsonResponse:
    """The answer as HTTP, never to be stored by anybody on the way (RFC 6749 §5.1)."""
    response = JsonResponse(dict(answer.body), status=answer.status, headers=dict(answer.headers))
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    return response


def refuse(error: str, description: str, status: int, **headers: str) -> JsonResponse:
    """An error that the protocol was not asked about."""
    body = {"error": error, "error_description": description}
    return respond(Answer(body, status, {k.replace("_", "-"): v for k, v in headers.items()}))


def _pairs_of_body(request: HttpRequest) -> Pairs:
    read = READERS.get((request.content_type or "").lower())
    if read is None:
        raise UnreadableError("Send a form, multipart/form-data or application/json.", 415)
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
    return int(length) if length.isdecimal() else 0


def _form(request: HttpRequest) -> Pairs:
    return _urlencoded(request.body)


def _multipart(request: HttpRequest) -> Pairs:
    if request.FILES:
        raise UnreadableError("Files are not accepted.")
    return [(name, str(value)) for name, values in request.POST.lists() for value in values]


def _json(request: HttpRequest) -> Pairs:
    pairs = json.loads(
        request.body.decode(), object_pairs_hook=_JSONObject, parse_constant=_refuse_constant
    )
    if not isinstance(pairs, _JSONObject) or not all(isinstance(v, str) for _, v in pairs):
        raise UnreadableError("The JSON body must be one object whose values are strings.")
    if len(pairs) > MAX_PARAMETERS:
        raise UnreadableError("There are too many parameters.")
    return pairs


class _JSONObject(Pairs):
    """The members of an object in their order, so that a repeated one is seen."""


def _refuse_constant(name: str) -> Any:
    raise UnreadableError(f"{name} is not JSON.")


def _urlencoded(raw: bytes) -> Pairs:
    try:
        text = raw.decode("ascii")
        if BROKEN_ESCAPE.search(text):
            raise UnreadableError("A percent sign is not followed by two hex digits.")
        return parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    except UnicodeDecodeError as error:
        raise UnreadableError("The parameters are not UTF-8.") from error
    except ValueError as error:
        raise UnreadableError("There are too many parameters.") from error


READERS: dict[str, Callable[[HttpRequest], Pairs]] = {
    "": _form,
    "application/x-www-form-urlencoded": _form,
    "multipart/form-data": _multipart,
    "application/json": _json,
}
