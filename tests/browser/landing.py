"""A native application that waits on a loopback port for its answer (RFC 8252 §7.3)."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = b"<!doctype html><title>Landed</title><link rel=icon href='data:,'>You can close this."


class Landing(BaseHTTPRequestHandler):
    """Answers whatever comes with a page."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_args):
        """Say nothing."""


@contextmanager
def landing_page():
    """The redirect URI of the application."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Landing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/callback"
        finally:
            server.shutdown()
