"""HTTP without a network: the WSGI application, called in this process."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from time import perf_counter_ns
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler

Environ = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took."""

    status: str
    body: dict[str, Any]
    microseconds: float


def get(path: str, headers: Mapping[str, str]) -> Environ:
    """A GET request."""
    return _environ("GET", path, headers)


def post(path: str, headers: Mapping[str, str], form: Mapping[str, str]) -> Environ:
    """A POST request with a form in its body."""
    body = urlencode(form).encode()
    return _environ("POST", path, headers) | {
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }


def send(environ: Environ) -> Answer:
    """Measured from the call of the application until it has let go of the response."""
    handler, started = _handler(), []
    begin = perf_counter_ns()
    response = handler(environ, lambda status, headers: started.append(status))
    body = b"".join(response)
    response.close()
    end = perf_counter_ns()
    return Answer(started[0], json.loads(body or b"{}"), (end - begin) / 1000)


def _environ(method: str, path: str, headers: Mapping[str, str]) -> Environ:
    environ: Environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "testserver",
        "HTTP_ACCEPT": "application/json",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    setup_testing_defaults(environ)
    return environ


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()
