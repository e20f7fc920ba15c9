"""Rubbish at the endpoints for programs: whatever comes, the answer is JSON and says 4xx."""

import json

import pytest
from django.test import Client as Browser

from tests.browser_session import basic

from .answers import PROTOCOL, TOKEN, json_of

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
FILE = b'--b\r\nContent-Disposition: form-data; name="code"; filename="x"\r\n\r\nx\r\n--b--\r\n'
END = b"--b--\r\n"

BODIES = {
    "form: NUL": (FORM, b"grant_type=%00&client_id=%00"),
    "form: bare NUL": (FORM, b"grant_type=\x00"),
    "form: invalid UTF-8": (FORM, b"client_id=%ff%fe"),
    "form: bare bytes": (FORM, b"client_id=\xff\xfe"),
    "form: encoded surrogate": (FORM, b"client_id=%ed%a0%80"),
    "form: broken escape": (FORM, b"client_id=%zz"),
    "form: cut escape": (FORM, b"client_id=%"),
    "form: 2000 parameters": (FORM, b"&".join(b"p%d=x" % n for n in range(2000))),
    "form: 2000 of one": (FORM, b"scope=x&" * 2000),
    "form: separators": (FORM, b"&;=&&==&;" * 100),
    "form: 1 MB": (FORM, b"client_secret=" + b"a" * 1_000_000),
    "form: 60 KB": (FORM, b"client_secret=" + b"a" * 60_000),
    "form: is JSON": (FORM, b'{"grant_type": "client_credentials"}'),
    "form: UTF-16": (f"{FORM}; charset=utf-16", "grant_type=x".encode("utf-16")),
    "form: UTF-7": (f"{FORM}; charset=utf-7", b"grant_type=+AGE-"),
    "form: unknown charset": (f"{FORM}; charset=bogus", b"grant_type=x"),
    "form: charset that is none": (f"{FORM}; charset=unicode_escape", b"grant_type=\\ud800"),
    "form: bytes as charset": (f"{FORM}; charset=base64", b"grant_type=x"),
    "form: EBCDIC": (f"{FORM}; charset=cp037", "grant_type=x".encode("cp037")),
    "json: empty": (JSON, b""),
    "json: cut": (JSON, b'{"grant_type": "x"'),
    "json: array": (JSON, b"[]"),
    "json: array of pairs": (JSON, b'[["grant_type", "client_credentials"]]'),
    "json: string": (JSON, b'"grant_type"'),
    "json: number": (JSON, b"1"),
    "json: null": (JSON, b"null"),
    "json: number as value": (JSON, b'{"grant_type": 1}'),
    "json: null as value": (JSON, b'{"grant_type": null}'),
    "json: array as value": (JSON, b'{"scope": ["read"]}'),
    "json: object as value": (JSON, b'{"scope": {"a": "b"}}'),
    "json: NaN": (JSON, b'{"scope": NaN}'),
    "json: infinity": (JSON, b'{"scope": -Infinity}'),
    "json: 1e999": (JSON, b'{"scope": 1e999}'),
    "json: 5000 digits": (JSON, b'{"scope": ' + b"9" * 5000 + b"}"),
    "json: deep array": (JSON, b'{"scope": ' + b"[" * 30_000),
    "json: deep object": (JSON, b'{"a": ' * 9_000),
    "json: surrogate": (JSON, b'{"grant_type": "\\ud800"}'),
    "json: surrogate as id": (
        JSON,
        b'{"grant_type": "client_credentials", "client_id": "\\ud800"}',
    ),
    "json: surrogate as name": (JSON, b'{"\\ud800": "x"}'),
    "json: NUL": (JSON, b'{"grant_type": "\\u0000"}'),
    "json: bare NUL": (JSON, b'{"grant_type": "\x00"}'),
    "json: repeated": (JSON, b'{"grant_type": "a", "grant_type": "b"}'),
    "json: 2000 members": (JSON, json.dumps({f"p{n}": "x" for n in range(2000)}).encode()),
    "json: BOM": (JSON, b"\xef\xbb\xbf{}"),
    "json: UTF-16": (JSON, '{"grant_type": "x"}'.encode("utf-16")),
    "json: invalid UTF-8": (JSON, b'{"grant_type": "\xff"}'),
    "json: two documents": (JSON, b'{"grant_type": "x"}{"grant_type": "y"}'),
    "json: 1 MB": (JSON, b'{"client_secret": "' + b"a" * 1_000_000 + b'"}'),
    "json: charset": (f"{JSON}; charset=utf-16", b"{}"),
    "multipart: no boundary": ("multipart/form-data", PART % (b"a", b"b") + END),
    "multipart: empty boundary": ("multipart/form-data; boundary=", PART % (b"a", b"b") + END),
    "multipart: long boundary": ("multipart/form-data; boundary=" + "b" * 300, b""),
    "multipart: odd boundary": ("multipart/form-data; boundary=\xe9", b""),
    "multipart: empty": (MULTIPART, b""),
    "multipart: no end": (MULTIPART, PART % (b"grant_type", b"x")),
    "multipart: cut header": (MULTIPART, b"--b\r\nContent-Disp"),
    "multipart: no name": (MULTIPART, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n" + END),
    "multipart: file": (MULTIPART, FILE),
    "multipart: NUL": (MULTIPART, PART % (b"grant_type", b"\x00") + END),
    "multipart: invalid UTF-8": (MULTIPART, PART % (b"grant_type", b"\xff") + END),
    "multipart: 2000 fields": (MULTIPART, PART % (b"x", b"") * 2000 + END),
    "multipart: 900 of one": (MULTIPART, PART % (b"scope", b"x") * 900 + END),
    "multipart: broken base64": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="scope"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n" + END,
    ),
    "multipart: name in a bogus charset": (
        MULTIPART,
        b"--b\r\nContent-Disposition: form-data; name*=bogus''%41\r\n\r\nx\r\n" + END,
    ),
    "multipart: charset": (f"{MULTIPART}; charset=utf-16", PART % (b"a", b"b") + END),
    "multipart: nested": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n'
        b"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n" + END,
    ),
    "no type": ("", b""),
    "text": ("text/plain", b"grant_type=x"),
    "XML": ("text/xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    "JSON-like": ("application/json-patch+json", b"[]"),
    "type of blanks": ("  ", b"grant_type=x"),
    "type of semicolons": (";;;", b"grant_type=x"),
    "type of 10 000 letters": ("a/" + "b" * 10_000, b""),
    "type that is not ASCII": ("\xff\xfe/\x80", b"grant_type=x"),
    "compressed": (FORM, b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"),
}
LENGTHS = ["-1", "0", "x", "", "99999999999", "9" * 5000, "\u0661", "1e3", "0x10", "1, 1"]


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize(("content_type", "body"), BODIES.values(), ids=BODIES)
def test_rubbish_is_refused_in_json(http, path, content_type, body):
    response = http.generic("POST", path, body, content_type=content_type)
    assert 400 <= response.status_code < 500
    assert json_of(response)["error"] in {
        "invalid_request",
        "invalid_client",
        "unsupported_grant_type",
    }


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("length", LENGTHS)
def test_a_false_content_length_is_refused_in_json(http, path, length):
    response = http.generic("POST", path, b"a=b", content_type=FORM, CONTENT_LENGTH=length)
    assert json_of(response)["error"] == "invalid_request"
    assert 400 <= response.status_code < 500


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("content_type", [FORM, JSON, MULTIPART])
def test_a_megabyte_is_not_read(http, path, content_type):
    response = http.generic("POST", path, b"a" * 1_000_000, content_type=content_type)
    assert json_of(response)["error"] == "invalid_request"
    assert response.status_code == 413


@pytest.mark.parametrize("kind", ["form", "multipart", "json"])
def test_each_kind_of_body_is_read_alike(acting, kind):
    fields = {
        "grant_type": "client_credentials",
        "client_id": acting.client.client_id,
        "client_secret": acting.client.secret,
        "scope": "read",
    }
    browser = Browser()
    response = {
        "form": lambda: browser.generic(
            "POST", TOKEN, "&".join(f"{k}={v}" for k, v in fields.items()), content_type=FORM
        ),
        "multipart": lambda: browser.post(TOKEN, fields),
        "json": lambda: browser.post(TOKEN, fields, content_type=JSON),
    }[kind]()
    assert json_of(response)["scope"] == "read"


@pytest.mark.parametrize(
    "content_type",
    [f"{JSON}; charset=UTF-8", "APPLICATION/JSON", f"{JSON} ; charset=utf8", f"{JSON};x=y"],
)
def test_a_content_type_is_read_in_any_spelling(acting, content_type):
    body = json.dumps({"grant_type": "client_credentials", "scope": "read"})
    headers = basic(acting.client.client_id, acting.client.secret)
    response = Browser().generic("POST", TOKEN, body, content_type=content_type, headers=headers)
    assert response.status_code == 200
