"""Follows the README in an empty folder: its own code blocks, against the installed package."""

import base64
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

README = Path(sys.argv[1]).read_text()
SITE = Path("quickstart-site")
CREATE_CLIENT = """
from oauth_provider.models import Client, ClientSecret
client = Client(name="My script", grant_types=["client_credentials"], scope="read")
client.full_clean()
client.save()
print("CREDENTIALS", client.client_id, ClientSecret.objects.issue(client=client)[1])
"""


def block(name: str) -> str:
    """The README's code block of this file."""
    found = re.search(rf"```python\n# {re.escape(name)}\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no block for {name}"
    return found[1]


def manage(*arguments: str) -> str:
    """Run manage.py in the new site."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=SITE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def fetch(url: str, *, data: bytes | None = None, **headers: str) -> tuple[int, dict]:
    """The status and the JSON of an answer."""
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def make_site() -> None:
    """startproject, and the README's lines."""
    SITE.mkdir()
    subprocess.run([sys.executable, "-m", "django", "startproject", "site_", str(SITE)], check=True)
    with (SITE / "site_" / "settings.py").open("a") as settings:
        settings.write("\n" + block("settings.py"))
    with (SITE / "site_" / "urls.py").open("a") as urls:
        urls.write("\n" + block("urls.py"))
        urls.write("\nfrom site_.views import GreetingView\n")
        urls.write('urlpatterns += [path("api/greeting/", GreetingView.as_view())]\n')
    (SITE / "site_" / "views.py").write_text(block("views.py"))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str) -> dict:
    """The metadata, once the server answers."""
    for _ in range(100):
        try:
            return fetch(url)[1]
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit("the quickstart's server never answered")


def walk_through(origin: str, client_id: str, client_secret: str) -> None:
    """Token, call, refusal."""
    metadata = wait_for(f"{origin}/.well-known/oauth-authorization-server")
    credentials = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    status, token = fetch(
        metadata["token_endpoint"],
        data=b"grant_type=client_credentials",
        Authorization=f"Basic {credentials}",
    )
    assert status == 200, token
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    assert fetch(f"{origin}/api/greeting/", **bearer) == (200, {"hello": "AnonymousUser"})
    assert fetch(f"{origin}/api/greeting/", data=b"", **bearer)[0] == 403
    assert fetch(f"{origin}/api/greeting/")[0] == 401


make_site()
assert "no issues" in manage("check")
manage("migrate")
client_id, client_secret = manage("shell", "-c", CREATE_CLIENT).split("CREDENTIALS ")[1].split()[:2]
port = free_port()
server = subprocess.Popen(
    [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
    cwd=SITE,
    env={**os.environ, "PYTHONUNBUFFERED": "1"},
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
try:
    walk_through(f"http://127.0.0.1:{port}", client_id, client_secret)
finally:
    server.terminate()
    server.wait()
print("The quickstart works.")
