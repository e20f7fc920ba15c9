"""The web server of the demo."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.core.management import CommandError
from django.core.servers.basehttp import get_internal_wsgi_application
from waitress.server import create_server

THREADS = 16
CONNECTIONS = 4096  # that wait for their turn, or are kept open by browsers
MAX_BODY = 2_621_440  # bytes, as Django's DATA_UPLOAD_MAX_MEMORY_SIZE
ANY_HOST = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 — addresses of a name, not bound


def claim(host: str, port: int) -> socket.socket:
    """A socket with this address; port 0 gets a free one. Raises CommandError if it is taken."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        claimed = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":  # elsewhere it would let two servers share the address
            claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        claimed.bind(address)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host}, port {port}: {error.strerror}. "
            "Choose another port with --port; 0 is any free one."
        ) from error
    return claimed


def name_of(host: str) -> str:
    """How a URL on this machine names what is served on this host (RFC 3986 §3.2.2)."""
    name = ANY_HOST.get(host, host)
    return f"[{name}]" if ":" in name else name


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Let SIGINT and SIGTERM end the process cleanly, whatever this block is doing."""
    is_asked = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_asked
        is_asked = True
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        yield
    except BaseException as error:
        if is_asked:  # in the middle of an import, Python raises another error in its place
            raise SystemExit(0) from error
        raise


def serve(claimed: socket.socket) -> None:
    """Serve until a signal comes."""
    server = create_server(
        get_internal_wsgi_application(),
        sockets=[claimed],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        backlog=CONNECTIONS,
        asyncore_use_poll=True,  # select() cannot wait for more than a thousand
        ident=None,
        max_request_body_size=MAX_BODY,
    )
    server.run()
    server.close()
