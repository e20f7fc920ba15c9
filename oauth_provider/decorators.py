"""Protects views of plain Django with access tokens, and answers like the REST framework side."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, ClassVar

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.vary import vary_on_headers
from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.request import Request

from .protocol.token_cache.user import RevokedError, read
from .rest_framework.authentication import OAuthAuthentication
from .rest_framework.challenges import (
    InsufficientScope,
    InvalidToken,
    challenge,
    database_at_hand,
)
from .rest_framework.required_scopes import AnyOf, RequiredScopes, declared, scopes_for


def scope_required(*required: RequiredScopes) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Run the view only for a token that covers these scopes: ``@scope_required("read")``.

    Takes names, or what ``required_scopes`` takes: ``{"GET": "read", "POST": AnyOf(…)}``. The view
    finds ``request.access_token``, and its user as ``request.user``; nobody gets in by a session,
    so that no CSRF token is needed.
    """
    scopes = declared(*required)
    return lambda view: _guarded(view, scopes)


class ScopeRequiredMixin(View):
    """``scope_required`` for a class-based view, by its ``required_scopes``: name it first."""

    required_scopes: ClassVar[RequiredScopes | None] = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        """The view behind its guard; without ``required_scopes`` it is closed to everybody."""
        scopes = initkwargs.get("required_scopes", cls.required_scopes)
        return _guarded(super().as_view(**initkwargs), scopes)


def _guarded(view: Callable[..., Any], scopes: RequiredScopes | None) -> Callable[..., Any]:
    """The view, run for those whom the guard admits; asynchronously if it is so itself."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refusal = _refusal(request, scopes)
        return view(request, *args, **kwargs) if refusal is None else refusal

    @wraps(view)
    async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refusal = await sync_to_async(_refusal)(request, scopes, is_async=True)
        return await view(request, *args, **kwargs) if refusal is None else refusal

    is_async = iscoroutinefunction(view)
    guard: Any = csrf_exempt(login_not_required(guarded_async if is_async else guarded))
    guard.required_scopes = scopes
    varied: Callable[..., Any] = vary_on_headers("Authorization")(guard)
    return varied


def _refusal(
    request: HttpRequest, scopes: RequiredScopes | None, *, is_async: bool = False
) -> JsonResponse | None:
    """The answer to a call that may not pass; None for one that may."""
    required = scopes_for(scopes, request.method)
    try:
        _admit(request, AnyOf() if required is None else AnyOf(required), is_async=is_async)
    except APIException as error:
        return _answered(error)
    except RevokedError as error:
        return _answered(InvalidToken(str(error)))
    return None


def _admit(request: HttpRequest, needed: AnyOf, *, is_async: bool) -> None:
    """Let the token's user take the place of the session's. Raises APIException, RevokedError."""
    found = OAuthAuthentication().authenticate(Request(request))
    if found is None:
        raise NotAuthenticated
    user, token = found
    with database_at_hand():
        if not needed.is_covered_by(token):
            raise InsufficientScope(needed.nearest_to(token))
        if is_async:  # the view could not wait for the database where it asks for a name
            read(user)
    caller: Any = request
    caller.user, caller.auser, caller.access_token = user, partial(_same, user), token


async def _same(user: Any) -> Any:
    return user


def _answered(error: APIException) -> JsonResponse:
    body = error.detail if isinstance(error.detail, dict) else {"error": error.detail}
    response = JsonResponse(body, status=error.status_code)
    if (wait := getattr(error, "wait", None)) is not None:
        response["Retry-After"] = str(wait)
    elif isinstance(error, NotAuthenticated):
        response["WWW-Authenticate"] = challenge()
    else:
        response["WWW-Authenticate"] = getattr(error, "auth_header", "")
    return response
