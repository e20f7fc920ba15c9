"""HTTP as bytes: what no client library would send."""

import socket
from urllib.parse import urlsplit

PATIENCE = 0.2  # seconds: whoever has not answered by then waits for the rest of a request
TIMEOUT = 20  # seconds


def request(method, path, body=b"", **headers):
    """The bytes of a request after which the server closes the connection."""
    told = {"Host": "127.0.0.1", "Connection": "close", **headers}
    if body or method == "POST":
        told["Content-Length"] = str(len(body))
    lines = [f"{method} {path} HTTP/1.1", *(f"{k.replace('_', '-')}: {v}" for k, v in told.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def ask(base_url, sent):
    """The status and the bytes that come back; status 0 if the server just hangs up."""
    address = urlsplit(base_url)
    with socket.create_connection((address.hostname, address.port), TIMEOUT) as connection:
        try:
            connection.sendall(sent)
            answer = _all_of(connection)
        except ConnectionError:  # it does not read on what it has refused
            return 0, b""
    head = answer.split(b"\r\n", 1)[0].split()
    return (int(head[1]) if len(head) > 1 else 0), answer


def _all_of(connection):
    """What comes until it closes, or says no more."""
    connection.settimeout(PATIENCE)
    answer = b""
    try:
        while received := connection.recv(65_536):
            answer += received
    except TimeoutError:
        if answer:
            return answer
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(TIMEOUT)
        answer = connection.recv(65_536)
    return answer
