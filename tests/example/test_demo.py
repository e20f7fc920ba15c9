"""``manage.py demo``, as a process of its own."""

import json
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.live import ROOT, fresh_database, start, stop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database_url(tmp_path):
    with fresh_database(tmp_path) as url:
        yield url


def refused(database_url, *arguments):
    """What a demo that cannot start says."""
    command = [sys.executable, "manage.py", "demo", *arguments]
    environment = {"DATABASE_URL": database_url, "SECRET_KEY": "x"}
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr


def reset(demo):
    """Start once more where ``demo`` ran, with ``--reset``, and end when it serves."""
    command = [sys.executable, "manage.py", "demo", "--port", "0", "--reset"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=demo.environment, stdout=subprocess.PIPE, text=True
    )
    with process:
        next(line for line in process.stdout if line.startswith("Ctrl-C"))
        process.terminate()
    assert process.returncode == 0


def lasting(credentials):
    return {name: credentials[name] for name in ("users", "clients")}


def api_of(demo):
    """What alice's authorization of the web client sends with each request."""
    http = requests.Session()
    demo.log_in(http)
    form = demo.redemption(demo.code(http))
    token = requests.post(demo.token_url, data=form, timeout=10).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def post(demo, api, text):
    """Post as alice."""
    url = f"{demo.base_url}/api/v1/statuses"
    return requests.post(url, data={"status": text}, headers=api, timeout=60)


def public_texts(demo):
    timeline = requests.get(f"{demo.base_url}/api/v1/timelines/public?limit=40", timeout=10)
    return [status["content"] for status in timeline.json()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_a_signal_and_ends_well(tmp_path, database_url, number):
    demo = start(tmp_path, DATABASE_URL=database_url)
    page = requests.get(demo.base_url, timeout=10)
    assert page.status_code == 200
    assert "Server" not in page.headers

    demo.process.send_signal(number)

    assert demo.process.wait(timeout=20) == 0
    assert "Traceback" not in demo.log.read_text()


def test_a_second_start_keeps_everything(tmp_path, database_url):
    first = start(tmp_path, DATABASE_URL=database_url)
    assert post(first, api_of(first), "Still here?").status_code == 200
    before = public_texts(first)
    stop(first)

    second = start(tmp_path, DATABASE_URL=database_url)
    after = public_texts(second)
    stop(second)

    assert lasting(second.credentials) == lasting(first.credentials)
    assert after == before
    assert after[0] == "<p>Still here?</p>"


def test_another_site_has_other_passwords_and_secrets(tmp_path, database_url):
    credentials = []
    for key in ("one key", "another key"):
        demo = start(tmp_path, DATABASE_URL=database_url, SECRET_KEY=key)
        stop(demo)
        credentials.append(demo.credentials)

    one, other = credentials
    assert one["users"][0]["password"] != other["users"][0]["password"]
    assert one["clients"]["web"]["client_id"] != other["clients"]["web"]["client_id"]


def test_reset_starts_over(tmp_path, database_url):
    first = start(tmp_path, DATABASE_URL=database_url)
    post(first, api_of(first), "Soon forgotten")
    stop(first)
    reset(first)

    second = start(tmp_path, DATABASE_URL=database_url)
    texts = public_texts(second)
    stop(second)

    assert lasting(second.credentials) == lasting(first.credentials)
    assert texts[0] == "<p>Library day.</p>"
    assert "<p>Soon forgotten</p>" not in texts


def test_the_credentials_are_for_their_owner_only(demo):
    file = demo.log.with_name("credentials.json")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text())["base_url"] == demo.base_url
    assert {path.name for path in file.parent.glob("*credentials*")} == {"credentials.json"}


def test_the_credentials_say_all_that_scripts_need(demo):
    users, clients = demo.credentials["users"], demo.credentials["clients"]

    assert [user["username"] for user in users] == ["alice", "bob", "admin"]
    assert [user["is_superuser"] for user in users] == [False, False, True]
    assert all(user["password"].isalnum() for user in users)
    assert set(clients) == {"web", "desktop", "service", "resource_server"}
    for client in clients.values():
        assert client.keys() >= {
            "client_id",
            "client_type",
            "redirect_uris",
            "grant_types",
            "scopes",
        }
    assert {name for name in clients if "client_secret" not in clients[name]} == {"desktop"}


def test_every_user_can_sign_in(demo):
    for name in ("alice", "bob", "admin"):
        http = requests.Session()
        demo.log_in(http, name)
        assert f"@{name}" in http.get(demo.base_url, timeout=10).text


def test_the_service_gets_a_token_of_its_own(demo):
    client = demo.client("service")

    answer = requests.post(
        demo.token_url,
        data={"grant_type": "client_credentials"},
        auth=(client["client_id"], client["client_secret"]),
        timeout=10,
    )

    assert answer.json()["scope"] == "read"


def test_what_it_prints_leads_to_a_token(demo):
    printed = demo.log.read_text()

    assert demo.user("alice")["password"] in printed
    assert demo.client("service")["client_secret"] in printed
    authorize = next(line for line in printed.splitlines() if "/oauth/authorize?" in line)
    assert requests.get(authorize.strip(), timeout=10).url.startswith(
        f"{demo.base_url}/accounts/login/?next=/oauth/authorize"
    )


def test_many_write_at_once(demo):
    api = api_of(demo)

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda n: post(demo, api, f"No. {n}"), range(64)))

    assert [answer.status_code for answer in answers] == [200] * 64


def test_a_port_that_is_taken_is_named_and_nothing_is_reset(tmp_path):
    database = tmp_path / "kept.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE kept (id)")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(f"sqlite:///{database}", "--port", str(port), "--reset")

    assert f"Cannot listen on 127.0.0.1, port {port}" in said
    tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()
    assert tables == [("kept",)]


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    where = tmp_path / "nowhere" / "file.json"

    said = refused(f"sqlite:///{tmp_path}/a.sqlite3", "--port", "0", "--credentials", str(where))

    assert f"Cannot write {where}" in said


def test_a_database_in_memory_is_refused():
    assert "in memory" in refused("sqlite://:memory:", "--port", "0")


@pytest.mark.parametrize("content_type", ["x; charset=base64", "x; charset*=bogus''%41"])
def test_headers_that_django_cannot_read_are_refused_in_json(demo, content_type):
    response = requests.post(
        f"{demo.base_url}/oauth/token?x=1", data="a=b", headers={"Content-Type": content_type}
    )
    assert response.status_code in {400, 415}
    assert response.json()["error"] == "invalid_request"
