"""HttpRequest to the protocol's Message; the protocol's Answer to HttpResponse."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from oauth_provider.conf import conf
from oauth_provider.protocol.message import Answer, Message

from . import body
from .body import UnreadableError

__all__ = [
    "UnreadableError",
    "absolute_uri",
    "bearer_token",
    "issuer",
    "read_body",
    "read_members",
    "read_object",
    "read_query",
    "refuse",
    "respond",
]

MAX_QUERY_LENGTH = 32 * 1024


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
        body.pairs(request),
        issuer=issuer(request),
        authorization=_authorization(request),
        has_query=bool(request.META.get("QUERY_STRING")),
    )


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in a body, with values of any kind. Raises UnreadableError."""
    return body.json_object(request)


def read_members(request: HttpRequest) -> dict[str, Any]:
    """What a form, multipart or a JSON object says, by name. Raises UnreadableError."""
    return body.members(request)


def read_query(request: HttpRequest) -> Message:
    """The message in a query string. Raises UnreadableError."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > MAX_QUERY_LENGTH:
        raise UnreadableError("The query is too long.", 414)
    return Message.of(body.urlencoded(query), issuer=issuer(request))


def bearer_token(request: HttpRequest) -> str | None:
    """The token in the Authorization header (RFC 6750 §2.1), if it is of that scheme."""
    scheme, _, value = _authorization(request).partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None


def _authorization(request: HttpRequest) -> str:
    # Not by request.headers, which reads all of them: most calls of an API ask for this one alone.
    value: str = request.META.get("HTTP_AUTHORIZATION", "")
    return value


def respond(answer: Answer) -> JsonResponse:
    """The answer as HTTP, never to be stored by anybody on the way (RFC 6749 §5.1)."""
    response = JsonResponse(dict(answer.body), status=answer.status, headers=dict(answer.headers))
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    if answer.status == 204:
        response.content = b""
        del response["Content-Type"]
    return response


def refuse(error: str, description: str, status: int, **headers: str) -> JsonResponse:
    """An error that the protocol was not asked about."""
    said = {"error": error, "error_description": description}
    return respond(Answer(said, status, {k.replace("_", "-"): v for k, v in headers.items()}))
