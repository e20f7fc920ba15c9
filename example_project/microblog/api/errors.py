"""Errors as Mastodon's clients know them: ``{"error": "…"}``."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import Error, IntegrityError
from rest_framework.exceptions import APIException, NotAuthenticated, ParseError, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from oauth_provider.models.trouble import is_trouble
from oauth_provider.rest_framework.challenges import Unavailable


class UserRequired(APIException):
    """The token acts for its client alone."""

    status_code = 422
    default_detail = "This method requires an authenticated user"


class Conflict(APIException):
    """Somebody else deleted what this was about."""

    status_code = 409
    default_detail = "Something that this refers to has just changed. Try again."


MEANINGS: dict[type[Exception], type[APIException]] = {
    IntegrityError: Conflict,
    RecursionError: ParseError,  # JSON nested beyond reason
    SuspiciousOperation: ParseError,  # a form with too many fields
}
# What Mastodon says where Django REST framework has words of its own.
WORDS: dict[type[Exception], str] = {NotAuthenticated: "The access token is invalid"}


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """The response to an error, or None for one that is a fault of ours."""
    if isinstance(error, ValidationError):
        return Response({"error": f"Validation failed: {summary(error.detail)}"}, status=422)
    response = exception_handler(translated(error), context)
    if response is not None and "detail" in response.data:
        response.data = {"error": WORDS.get(type(error), response.data["detail"])}
    return response


def translated(error: Exception) -> Exception:
    """What an error of a library, or of the database, means to the client."""
    if isinstance(error, Error) and is_trouble(error):
        return Unavailable()
    return next((to() for kind, to in MEANINGS.items() if isinstance(error, kind)), error)


def summary(detail: Any) -> str:
    """All that is wrong, in one line."""
    if isinstance(detail, dict):
        return ", ".join(f"{subject(name)}{summary(each)}" for name, each in detail.items())
    if isinstance(detail, list):
        return ", ".join(summary(each) for each in detail)
    return str(detail)


def subject(field: str) -> str:
    """How a message about this field begins."""
    return "" if field == "non_field_errors" else f"{field.capitalize().replace('_', ' ')} "
