"""What is done to a sound request: one change, sometimes a few."""

import json
from urllib.parse import quote

from hypothesis import strategies as st

from tests.attacks import rubbish

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get"]
NAMES = ["grant_type", "redirect_uris", "scopes", "decision", "shown", "stamp", "next", "page", "q"]
HUGE = ["a" * 70_000, "é" * 30_000, "a " * 9_000, "9" * 20_000, "%" * 5_000, "\U0001f98a" * 5_000]
ODD = [None, True, 0, -1, 1e308, 2**70, [], {}, [[]], ["a", None], {"a": {"b": []}}, "\ud800"]
HOSTS = [
    "evil.example",
    "",
    "testserver:0",
    "testserver:99999",
    "[::1",
    "a" * 300,
    "localhost",
    "é",
]
ORIGINS = [
    "null",
    "*",
    "",
    "https://client.example",
    "http://evil.example",
    "\x00",
    "https://[",
    "é",
]
HEADERS = {
    "Host": HOSTS,
    "Origin": ORIGINS,
    "Referer": ORIGINS,
    "Cookie": ["", ";", "sessionid=", "sessionid=\x00", "sessionid=é; sessionid=x", "a" * 9_000],
    "Accept": [
        "",
        "*/*",
        "text/html",
        "application/xml;q=x",
        "a" * 5_000,
        "application/json; indent=x",
    ],
    "Accept-Language": ["", "*", "de", "xx-" * 500, "\x00", "é", "de;q=x", "../../etc"],
    "Content-Encoding": ["gzip", "br", "é"],
    "Transfer-Encoding": ["chunked", "gzip", "x"],
    "X-Forwarded-For": ["1.2.3.4", "x", "\x00", "::1, 1.2.3.4", "1" * 5_000],
    "X-Forwarded-Host": HOSTS,
    "X-HTTP-Method-Override": METHODS,
    "X-CSRFToken": ["", "x", "\x00"],
    "X-Requested-With": ["XMLHttpRequest"],
    "Idempotency-Key": ["", "x", "\x00", "é", "k" * 5_000],
    "If-None-Match": ["*", '"x"', "\x00"],
    "If-Modified-Since": ["x", "Thu, 01 Jan 9999 00:00:00 GMT", "\x00"],
    "Range": ["bytes=0-", "bytes=5-1", "x"],
    "Content-Length": ["0", "1", "99999999"],  # no server passes on what is no number
}
AUTHORIZATION = ["", "Basic", "Bearer", "Basic Og==", "Bearer  ", "bearer x", "DPoP x", "MAC id=1"]
SCHEMES = ["Bearer {}", "Basic {}", "bearer  {}", "Bearer {}, Bearer x", "{}"]
ENDS = ["/", "//", "/x", "%00", "%ff", "/..", "%2f", ";a=b", "/%E0%A4%A", ".json", "/" * 50, "%20"]
DEEP = [b"[" * 30_000, b'{"a":' * 9_000, b'{"a":' + b"[" * 500 + b"]" * 500 + b"}"]
BENDS = [
    str.swapcase,
    str.upper,
    lambda value: value[:-1],
    lambda value: f"{value} ",
    lambda value: f"{value}\x00",
    lambda value: f"{value}\u0301",
    lambda value: value + value,
    lambda value: value[::-1],
    lambda value: f"{value}.evil.example",
    lambda value: f"{value}/../evil",
    lambda value: f"{value}?evil",
    lambda value: f"evil{value}",
    lambda value: quote(value).replace("a", "%61"),
]

header_names = st.sampled_from(sorted(HEADERS))
header_values = {name: st.sampled_from(values) for name, values in HEADERS.items()}
latin = st.text(st.characters(max_codepoint=255), max_size=30)
authorizations = st.one_of(rubbish.headers, st.sampled_from(AUTHORIZATION))
names = st.one_of(rubbish.names, st.sampled_from(NAMES))
odd_values = st.one_of(st.sampled_from(ODD), rubbish.values)
huge = st.sampled_from(HUGE)
kinds = st.sampled_from(["form", "json", "multipart", "none"])
junk = st.binary(min_size=1, max_size=4)


class Mutator:
    """Draws what becomes of a letter; ``known`` are values that others hold."""

    def __init__(self, draw, known):
        self.draw = draw
        self.known = known

    def changed(self, letter, times):
        """The letter, changed in a few places."""
        for _ in range(times):
            letter = self.one_of(BODY_WAYS if letter.fields else QUERY_WAYS)(self, letter)
        return letter

    def one_of(self, choices):
        """Any of them; the draw is an index, so that what is drawn stays small."""
        return choices[self.draw(st.integers(0, len(choices) - 1))]

    def value(self):
        """Almost right, somebody else's, or rubbish."""
        way = self.draw(st.integers(0, 5))
        if way < 2:
            return self.one_of(self.known)
        if way == 2:
            return self.one_of(BENDS)(self.one_of(self.known))
        return self.draw(huge) if way == 3 else self.draw(rubbish.text)

    # --- ways ---

    def method(self, letter):
        return letter.with_(method=self.one_of(METHODS))

    def path(self, letter):
        return letter.with_(path=letter.path + self.one_of(ENDS))

    def header(self, letter):
        name = self.draw(header_names)
        is_free = name != "Content-Length" and self.draw(st.booleans())
        value = self.draw(latin if is_free else header_values[name])
        return _with_header(letter, name, value)

    def authorization(self, letter):
        if self.draw(st.booleans()):
            return _with_header(letter, "Authorization", self.draw(authorizations))
        value = self.one_of(SCHEMES).format(self.one_of(self.known))
        return _with_header(letter, "Authorization", value)

    def field(self, letter):
        is_json = letter.kind == "json" and self.draw(st.booleans())
        value = self.draw(odd_values) if is_json else self.value()
        return letter.with_(fields=self._pairs(letter.fields, value))

    def query(self, letter):
        return letter.with_(query=self._pairs(letter.query, self.value()))

    def raw_query(self, letter):
        query = f"{letter.query_string}&{self.draw(rubbish.queries)}"
        return letter.with_(raw_query=query.lstrip("&"))

    def kind(self, letter):
        return letter.with_(kind=self.draw(kinds))

    def content_type(self, letter):
        return letter.with_(raw=letter.body, content_type=self.draw(rubbish.content_types))

    def other_body(self, letter):
        return letter.with_(kind=self.draw(kinds), raw=self.draw(rubbish.bodies))

    def torn_body(self, letter):
        whole = letter.body
        at = self.draw(st.integers(0, len(whole)))
        inserted = self.draw(junk)
        rest = whole[at:] if self.draw(st.booleans()) else b""
        return letter.with_(raw=whole[:at] + inserted + rest)

    def deep_body(self, letter):
        return letter.with_(kind="json", raw=self.one_of(DEEP))

    def listed_body(self, letter):
        return letter.with_(kind="json", raw=json.dumps([dict(letter.fields)]).encode())

    def doubled_body(self, letter):
        return letter.with_(fields=(*letter.fields, *letter.fields))

    def crowded_body(self, letter):
        return letter.with_(fields=(*letter.fields, *(("x", "y"),) * 1500))

    def long_body(self, letter):
        return letter.with_(raw=letter.body + b"&x=" + b"a" * 200_000)

    def body_in_query(self, letter):
        return letter.with_(query=(*letter.query, *letter.fields), kind="none")

    def _pairs(self, pairs, value):
        if not pairs or self.draw(st.integers(0, 4)) == 0:
            return (*pairs, (self.draw(names), value))
        at = self.draw(st.integers(0, len(pairs) - 1))
        name, old = pairs[at]
        before, after = pairs[:at], pairs[at + 1 :]
        return self.one_of(
            [
                (*before, (name, value), *after),
                (*before, (name, value), *after),
                (*before, *after),
                (*pairs, (name, value)),
                (*pairs, (name, old)),
                (*before, (f"{name}[]", old), *after),
                (*before, (name.upper(), old), *after),
            ]
        )


def _with_header(letter, name, value):
    others = (header for header in letter.headers if header[0] != name)
    return letter.with_(headers=(*others, (name, value)))


SHARED_WAYS = [
    *[Mutator.header] * 3,
    *[Mutator.authorization] * 2,
    Mutator.method,
    Mutator.path,
    Mutator.raw_query,
    Mutator.other_body,
]
QUERY_WAYS = [*[Mutator.query] * 12, *SHARED_WAYS, Mutator.field]
BODY_WAYS = [
    *[Mutator.field] * 10,
    *SHARED_WAYS,
    *[Mutator.query] * 3,
    *[Mutator.torn_body] * 2,
    Mutator.kind,
    Mutator.content_type,
    Mutator.deep_body,
    Mutator.listed_body,
    Mutator.doubled_body,
    Mutator.crowded_body,
    Mutator.long_body,
    Mutator.body_in_query,
]
