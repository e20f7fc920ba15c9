"""May this request pass? Asked for views of plain Django, and answered as the toolkit does."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from oauth_provider.rest_framework import OAuthAuthentication
from oauth_provider.rest_framework.challenges import (
    InsufficientScope,
    Unavailable,
    challenge,
    database_at_hand,
)


def refusal(
    request: HttpRequest,
    names: Iterable[str],
    *,
    advertises: bool = False,
    metadata_url: str | None = None,
) -> HttpResponse | None:
    """The answer for a request without a token for this; None for one that may pass."""
    try:
        _admit(request, list(names))
    except APIException as error:
        response = _answer(error, advertises, metadata_url)
        patch_vary_headers(response, ["Authorization"])
        return response
    return None


def _admit(request: Any, names: list[str]) -> None:
    """Name the user of the token as ``request.resource_owner``. Raises APIException."""
    found = OAuthAuthentication().authenticate(Request(request))
    if found is None:
        raise _MissingToken
    _, token = found
    with database_at_hand():
        if not token.allows(names):
            raise InsufficientScope(names)
    request.resource_owner, request.access_token = token.grant.user, token


class _MissingToken(APIException):
    """No token at all: the challenge then names no error (RFC 6750 §3.1)."""

    status_code = 401


def _answer(error: APIException, advertises: bool, metadata_url: str | None) -> HttpResponse:
    if isinstance(error, Unavailable):
        return JsonResponse(error.detail, status=503, headers={"Retry-After": str(error.wait)})
    if not advertises:
        return HttpResponseForbidden()
    told = getattr(error, "auth_header", None) or challenge()
    if metadata_url is not None:
        told += f', resource_metadata="{metadata_url}"'
    return HttpResponse(status=error.status_code, headers={"WWW-Authenticate": told})
