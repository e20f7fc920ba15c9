"""The same attacks under ASGI, where a query string is decoded and a body may have no length."""

import asyncio
import json

import pytest
from django.core.handlers.asgi import ASGIHandler

from .answers import AUTHORIZE, PROTOCOL

# The handler works in other threads, which do not see what a test's transaction holds.
pytestmark = pytest.mark.django_db(transaction=True)

QUERIES = [b"client_id=%ff", b"client_id=\xe2\x82\xac", b"state=\xff", b"%", b"\x00", b"x" * 40_000]
FORM = (b"content-type", b"application/x-www-form-urlencoded")


def ask(method, path, query=b"", headers=(), chunks=(b"",)):
    """What the ASGI application answers: the status and the body."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(b"host", b"testserver"), *headers],
    }
    more = [{"type": "http.request", "body": c, "more_body": True} for c in chunks]
    more[-1]["more_body"] = False
    incoming = iter(more)
    sent = []

    async def receive():
        try:
            return next(incoming)
        except StopIteration:
            await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    asyncio.run(ASGIHandler()(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], body


@pytest.mark.parametrize("query", QUERIES)
def test_any_bytes_in_the_query_get_a_page(query):
    status, _ = ask("GET", AUTHORIZE, query)
    assert status in {400, 414}


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("kind", [b"application/x-www-form-urlencoded", b"application/json"])
def test_a_body_without_a_length_is_no_larger_for_it(path, kind):
    chunks = [b"client_id=" + b"a" * 100_000] * 20
    status, body = ask("POST", path, headers=[(b"content-type", kind)], chunks=chunks)
    assert (status, json.loads(body)["error"]) == (413, "invalid_request")


@pytest.mark.parametrize("path", PROTOCOL)
def test_rubbish_is_refused_in_json(path):
    for chunk in (b"", b"%ff", b"\xff\x00", b"client_id=%00", b"a=b&" * 200):
        status, body = ask("POST", path, headers=[FORM], chunks=[chunk])
        assert 400 <= status < 500
        assert "error" in json.loads(body)
