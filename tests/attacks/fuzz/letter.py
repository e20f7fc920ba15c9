"""One HTTP request, before it is encoded: so that a single part of it can be changed."""

import json
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode

BOUNDARY = "b0undary"
TYPES = {
    "form": "application/x-www-form-urlencoded",
    "json": "application/json",
    "multipart": f"multipart/form-data; boundary={BOUNDARY}",
    "none": "",
}


@dataclass(frozen=True)
class Letter:
    """A request to a path: pairs in its query, pairs in its body, headers."""

    method: str
    path: str
    fields: tuple[tuple[str, Any], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "form"
    raw: bytes | None = None
    raw_query: str | None = None
    content_type: str | None = None

    def with_(self, **changes):
        """The same, with some of it changed."""
        return replace(self, **changes)

    @property
    def body(self):
        """The bytes of the body."""
        return self.raw if self.raw is not None else ENCODERS[self.kind](self.fields)

    @property
    def query_string(self):
        """As it stands in the request line."""
        return self.raw_query if self.raw_query is not None else urlencoded(self.query)

    @property
    def type(self):
        """The Content-Type header."""
        return TYPES[self.kind] if self.content_type is None else self.content_type

    @property
    def said(self):
        """All that the sender put into it, as one text."""
        return f"{self.path}{self.query}{self.raw_query}{self.fields}{self.raw}{self.headers}"

    def send(self, browser):
        """The answer of Django's test client; a body may be shorter than its length says."""
        body = self.body
        return browser.generic(
            self.method,
            self.path,
            body,
            content_type=self.type,
            headers=dict(self.headers),
            **{"QUERY_STRING": self.query_string, "wsgi.input": BytesIO(body)},
        )


def text(value):
    """A value as a form would have it."""
    return value if isinstance(value, str) else json.dumps(value)


def urlencoded(pairs):
    """Surrogates as the bytes that they stand for."""
    return urlencode([(name, text(value)) for name, value in pairs], errors="surrogatepass")


def _form(pairs):
    return urlencoded(pairs).encode()


def _json(pairs):
    members = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in pairs)
    return ("{" + ", ".join(members) + "}").encode()


def _multipart(pairs):
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{{}}"\r\n\r\n'
    parts = (f"{head.format(_quoted(name))}{text(value)}\r\n" for name, value in pairs)
    return "".join([*parts, f"--{BOUNDARY}--\r\n"]).encode("utf-8", "surrogatepass")


def _quoted(name):
    return quote(name.encode("utf-8", "surrogatepass"), safe=" []#")


ENCODERS = {"form": _form, "json": _json, "multipart": _multipart, "none": lambda _pairs: b""}
