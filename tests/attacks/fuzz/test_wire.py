"""Bytes that are almost HTTP, at the real server: no fault, no trace, and it goes on serving."""

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from tests.live import TIMEOUT, demo_server

from . import budget
from .oracle import TRACES
from .wire import ask, request

PATHS = ["/oauth/token", "/oauth/revoke", "/oauth/introspect", "/oauth/register", "/api/v1/apps"]
PAGES = ["/oauth/authorize", "/oauth/userinfo", "/.well-known/oauth-authorization-server", "/"]
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
INSERTED = [b"\x00", b"\r\n", b"\n", b"\xff\xfe", b"%", b"%00", b" ", b"\t", b": ", b"a" * 9_000]
LINES = [
    b"GET /oauth/authorize?\xff\xfe HTTP/1.1",
    b"GET http://evil.example/oauth/authorize HTTP/1.1",
    b"GET //evil.example/oauth/authorize HTTP/1.1",
    b"GET /oauth/../oauth/authorize HTTP/1.0",
    b"POST /oauth/token HTTP/9.9",
    b"POST * HTTP/1.1",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"",
]
CHUNKS = [b"5\r\na=b&c\r\n0\r\n\r\n", b"x\r\n", b"ffffffff\r\na", b""]
EXTRA = [
    b"Content-Length: 5\r\nContent-Length: 6",
    b"Content-Length: 0\r\nTransfer-Encoding: chunked",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    b"Host: evil.example",
    b"Host",
    b" folded: x",
    b"Expect: nonsense",
    b"Authorization: Basic \xff\xfe",
    b"Authorization: Bearer " + b"a" * 60_000,
    b"X: " + b"a" * 300_000,
    b"X: y\r\n" * 3_000,
]


class Target(NamedTuple):
    """Where to send it, and what must not come back."""

    base_url: str
    web: dict[str, Any]
    log: Path


@pytest.fixture(scope="module")
def server(django_db_blocker, tmp_path_factory):
    """A demo of its own, whose patience nobody else needs."""
    folder = tmp_path_factory.mktemp("wire")
    with demo_server(folder, unblocked=django_db_blocker.unblock) as demo:
        yield Target(demo.base_url, demo.client("web"), demo.log)


def sound(draw, server):
    """A request as bytes."""
    web = server.web
    own = {"client_id": web["client_id"], "client_secret": web["client_secret"]}
    form = urlencode({"grant_type": "refresh_token", "refresh_token": "x", "token": "x", **own})
    at = draw(st.integers(0, len(PATHS) + len(PAGES) - 1))
    if at < len(PATHS):
        return request("POST", PATHS[at], form.encode(), **FORM)
    return request("GET", f"{PAGES[at - len(PATHS)]}?client_id={web['client_id']}&state=%20x")


def spoiled(draw, sent):
    """The bytes, with something wrong about them."""
    line, rest = sent.split(b"\r\n", 1)
    way = draw(st.integers(0, 5))
    if way == 0:
        return draw(st.sampled_from(LINES)) + b"\r\n" + rest
    if way == 1:
        return line + b"\r\n" + draw(st.sampled_from(EXTRA)) + b"\r\n" + rest
    if way == 2:
        chunks = draw(st.sampled_from(CHUNKS))
        head = rest.replace(b"Content-Length", b"X").split(b"\r\n\r\n")[0]
        return line + b"\r\nTransfer-Encoding: chunked\r\n" + head + b"\r\n\r\n" + chunks
    at = draw(st.integers(0, len(sent)))
    if way == 3:
        return sent[:at]
    inserted = draw(st.one_of(st.sampled_from(INSERTED), st.binary(min_size=1, max_size=6)))
    return sent[:at] + inserted + sent[at + (way == 5) :]


@budget.examples("live")
@given(data=st.data())
def test_no_bytes_break_the_server(server, data):
    sent = spoiled(data.draw, sound(data.draw, server))
    status, answer = ask(server.base_url, sent)
    budget.count("live", status)
    # The server, and not the site, says 501 of a transfer coding that it does not know.
    assert status < 500 or (status == 501 and b"ransfer-" in sent), (sent[:300], answer[:300])
    assert not TRACES.search(answer), answer
    assert server.web["client_secret"].encode() not in answer


def test_afterwards_the_server_serves_as_before(server):
    metadata = f"{server.base_url}/.well-known/oauth-authorization-server"
    assert requests.get(metadata, timeout=TIMEOUT).status_code == 200
    logged = server.log.read_text()
    assert "an endpoint failed" not in logged
    assert "Internal Server Error" not in logged
