"""A desktop application in a terminal: signs in once, and then works without anybody watching.

python desktop_client.py login --client-id ID           # --copy: no browser on this machine
python desktop_client.py whoami                         # from a cron job
"""

import argparse
import json
import os
import sys
import webbrowser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SCOPE = "read write"


class Callback(BaseHTTPRequestHandler):
    """Takes the one request in which the browser brings the code."""

    answer = ""

    def do_GET(self) -> None:
        """Keep the address, and let the person go."""
        Callback.answer = f"http://127.0.0.1{self.path}"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"You can close this window and go back to the terminal.\n")

    def log_message(self, *_: object) -> None:
        """Say nothing: the address holds the code."""


def connect(path: Path, site: str, client_id: str, **options: Any) -> Any:
    """A session that refreshes by itself, and keeps what it was given."""
    return OAuth2Session(
        client_id=client_id,
        scope=SCOPE,
        token_endpoint=f"{site}/oauth/token",
        token_endpoint_auth_method="none",  # noqa: S106 — a public client has no secret
        code_challenge_method="S256",
        update_token=lambda token, **_: keep(path, site=site, client_id=client_id, token=token),
        **options,
    )


def keep(path: Path, **kept: Any) -> None:
    """Write site, client and tokens to a file of mode 600, all or nothing."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(kept, file)
    draft.replace(path)


def login(path: Path, site: str, client_id: str, *, copy: bool) -> None:
    """Have the person allow this application, in a browser here or anywhere."""
    server = None if copy else HTTPServer(("127.0.0.1", 0), Callback)
    uri = f"http://127.0.0.1:{server.server_port}/callback" if server else OUT_OF_BAND
    session, verifier = connect(path, site, client_id, redirect_uri=uri), generate_token(64)
    url, state = session.create_authorization_url(f"{site}/oauth/authorize", code_verifier=verifier)
    print(f"Open this address and allow the application:\n\n  {url}\n", flush=True)
    if server:
        webbrowser.open(url)
        server.handle_request()
        answer = {"authorization_response": Callback.answer, "state": state}
    else:
        answer = {"code": input("Paste the code here: ").strip()}
    session.update_token(session.fetch_token(code_verifier=verifier, **answer))


def whoami(path: Path) -> None:
    """Call the API, with a fresh token if the old one has ended."""
    kept = json.loads(path.read_text())
    session = connect(path, kept["site"], kept["client_id"], token=kept["token"])
    response = session.get(f"{kept['site']}/api/v1/accounts/verify_credentials", timeout=10)
    response.raise_for_status()
    print(f"Signed in as {response.json()['username']}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A desktop application in a terminal.")
    parser.add_argument("command", choices=["login", "whoami"])
    parser.add_argument("--tokens", type=Path, default=Path.home() / ".desktop_client.json")
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--client-id")
    parser.add_argument("--copy", action="store_true", help="copy the code by hand")
    options = parser.parse_args()
    if options.command == "login":
        login(options.tokens, options.site, options.client_id, copy=options.copy)
    elif not options.tokens.exists():
        sys.exit("Sign in first: desktop_client.py login --client-id …")
    whoami(options.tokens)
