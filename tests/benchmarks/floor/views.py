"""Plain Django views: read the form, run the statements, answer."""

import base64
import hashlib
import os
import secrets
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from tests.benchmarks.party import SCOPE
from tests.benchmarks.views import UnprotectedView

from . import statements

SEALED_LENGTH = 300  # bytes: about as long as a sealed answer
ACCESS_TOKEN_LIFETIME = timedelta(hours=1)
REFRESH_TOKEN_LIFETIME = timedelta(days=90)
REPLAY_WINDOW = timedelta(seconds=30)

Row = tuple[Any, ...]


def token(request: HttpRequest) -> JsonResponse:
    """The token endpoint."""
    return GRANTS[request.POST["grant_type"]](request)


def introspect(request: HttpRequest) -> JsonResponse:
    """The introspection endpoint."""
    _client(request)
    _one(statements.SELECT_ACCESS_TOKEN, _digest(request.POST["token"]))
    return JsonResponse({"active": True, "scope": SCOPE})


class APIView(UnprotectedView):
    """The API view: a query, and no check of what it found."""

    def get(self, request: Request) -> Response:
        """Answer."""
        _, _, value = request.META["HTTP_AUTHORIZATION"].partition(" ")
        _one(statements.SELECT_ACCESS_TOKEN, _digest(value))
        return super().get(request)


def _redeem(request: HttpRequest) -> JsonResponse:
    _client(request)
    code_id, grant_id, *_ = _one(statements.SELECT_CODE, _digest(request.POST["code"]))
    now = timezone.now()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(statements.REDEEM_CODE, [_time(now), None, code_id])
        return JsonResponse(
            {
                **_issue_access_token(cursor, grant_id, now, SCOPE),
                **_issue_refresh_token(cursor, grant_id, now),
            }
        )


def _refresh(request: HttpRequest) -> JsonResponse:
    _client(request)
    presented = _digest(request.POST["refresh_token"])
    token_id, grant_id, *_ = _one(statements.SELECT_REFRESH_TOKEN, presented)
    now, sealed = timezone.now(), os.urandom(SEALED_LENGTH)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        end = _time(now + REPLAY_WINDOW)
        cursor.execute(statements.SPEND_REFRESH_TOKEN, [_time(now), sealed, end, token_id])
        return JsonResponse(
            {
                **_issue_access_token(cursor, grant_id, now, SCOPE),
                **_issue_refresh_token(cursor, grant_id, now),
            }
        )


def _act_for_itself(request: HttpRequest) -> JsonResponse:
    client_id, *_ = _client(request)
    scope = request.POST["scope"]
    grant_id, *_ = _one(statements.SELECT_STANDING_GRANT, "client_credentials", client_id, scope)
    with connection.cursor() as cursor:
        return JsonResponse(_issue_access_token(cursor, grant_id, timezone.now(), scope))


def _client(request: HttpRequest) -> Row:
    _, _, encoded = request.META["HTTP_AUTHORIZATION"].partition(" ")
    client_id, _, client_secret = base64.b64decode(encoded).decode().partition(":")
    _digest(client_secret)
    return _one(statements.SELECT_CLIENT, client_id)


def _one(statement: str, *parameters: object) -> Row:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        (row,) = cursor.fetchall()
    return row


def _issue_access_token(cursor: Any, grant_id: int, now: Any, scope: str) -> dict[str, Any]:
    value = secrets.token_hex()
    row = [grant_id, _digest(value), _time(now), _time(now + ACCESS_TOKEN_LIFETIME)]
    cursor.execute(statements.INSERT_ACCESS_TOKEN, [*row, scope, None, ""])
    cursor.fetchall()
    lifetime = int(ACCESS_TOKEN_LIFETIME.total_seconds())
    return {
        "access_token": value,
        "token_type": "Bearer",
        "expires_in": lifetime,
        "scope": scope,
        "created_at": int(now.timestamp()),
    }


def _issue_refresh_token(cursor: Any, grant_id: int, now: Any) -> dict[str, Any]:
    value = secrets.token_hex()
    row = [grant_id, _digest(value), _time(now), _time(now + REFRESH_TOKEN_LIFETIME)]
    cursor.execute(statements.INSERT_REFRESH_TOKEN, [*row, SCOPE, None, None])
    cursor.fetchall()
    return {"refresh_token": value}


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def _time(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


GRANTS = {
    "authorization_code": _redeem,
    "refresh_token": _refresh,
    "client_credentials": _act_for_itself,
}
