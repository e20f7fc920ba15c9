"""What hypothesis may send: parameters and bodies that are almost right, and not at all."""

import json
from urllib.parse import quote, quote_from_bytes, urlencode

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from oauth_provider.protocol.message import KNOWN

fuzz = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

TELLING = [
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "code",
    "token",
    "S256",
    "plain",
    "query",
    "read",
    "read write",
    "none",
    "https://client.example/callback",
    "http://127.0.0.1:1/callback",
    "urn:ietf:wg:oauth:2.0:oob",
    "",
    " ",
    "%",
    "\x00",
    "\ud800",
    "\r\n",
    "\u202e",
    "\U0001f98a",
    "a" * 3000,
]
text = st.one_of(st.sampled_from(TELLING), st.text(max_size=40))
names = st.one_of(st.sampled_from(sorted(KNOWN)), st.text(max_size=10))
pairs = st.lists(st.tuples(names, text), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
headers = st.one_of(
    st.sampled_from(["", "Basic", "Bearer", "Basic Og==", "Basic JTAwOiUwMA=="]),
    st.text(st.characters(max_codepoint=255), max_size=40),
    st.text(st.characters(max_codepoint=255), max_size=40).map("Bearer {}".format),
    st.text(st.characters(max_codepoint=255), max_size=40).map("Basic {}".format),
)
content_types = st.one_of(
    st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "application/json",
            "multipart/form-data; boundary=b",
            "multipart/form-data",
            "text/plain",
            "",
        ]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30),
)


def form(fields):
    """The fields as a form, surrogates as the bytes that they stand for."""
    return urlencode(fields, errors="surrogatepass")


def raw_query(content):
    """Bytes as a server hands a query string over: some of them encoded."""
    return content.decode("latin-1") if content[:1] < b"\x80" else quote_from_bytes(content)


queries = st.one_of(
    pairs.map(form),
    st.binary(max_size=60).map(raw_query),
    st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=60),
)
bodies = st.one_of(
    pairs.map(form).map(str.encode),
    st.binary(max_size=80),
    st.dictionaries(names, values, max_size=6).map(json.dumps).map(str.encode),
    values.map(json.dumps).map(str.encode),
    st.binary(max_size=60).map(
        lambda content: b'--b\r\nContent-Disposition: form-data; name="code"' + content + b"--b--"
    ),
)


def changed(parameters, name, value):
    """A sound query with one parameter replaced."""
    encoded = quote(value.encode("utf-8", "surrogatepass"), safe="")
    others = {k: v for k, v in parameters.items() if k != name}
    return f"{urlencode(others)}&{quote(name.encode('utf-8', 'surrogatepass'), safe='')}={encoded}"
