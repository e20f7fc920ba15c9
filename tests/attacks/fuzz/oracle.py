"""What is true of every answer, whatever was asked."""

import re
from urllib.parse import urlsplit

from django.db.models import Count

from oauth_provider.models import AccessToken, AuthorizationCode, Client, Consent, RefreshToken

from .world import DESKTOP, WEB

TRACES = re.compile(
    rb"Traceback|site-packages|\.py\b.{0,20}line \d|Exception Value|OperationalError"
)
ECHOING = ("/oauth/authorize", "/oauth/register", "/api/v1", "/accounts/login", "/oauth/appl")
BASES = {WEB, *DESKTOP, "http://[::1]/callback"}
LOOPBACK_PORT = re.compile(r"^(http://(?:127\.0\.0\.1|\[::1\])):\d+")


def assert_calm(letter, response):
    """No fault of ours, and not a word about our insides."""
    told = f"{letter}\n{response.status_code} {response.content[:500]!r}"
    assert response.status_code < 500, told
    assert not TRACES.search(response.content), told


def assert_nothing_leaks(letter, response, world):
    """No secret comes back: not the sender's own, and nobody else's.

    A scope that does not exist is named in its error, whatever somebody put there.
    """
    answer = response.content.decode("utf-8", "replace") + str(dict(response.headers))
    is_echo = letter.path.startswith(ECHOING) or b"invalid_scope" in response.content
    said = letter.said if is_echo else ""
    for name, value in world.held.items():
        if value in answer and value not in said:
            assert may_be_told(letter, name, response), (name, letter, answer[:500])


def may_be_told(letter, name, response):
    """The holder of a registration token reads it; whoever repeats a refresh gets its answer."""
    if name == "registration token":
        return letter.path.startswith("/oauth/register/") and response.status_code == 200
    is_repeat = "web spent refresh" if letter.path.startswith("/oauth/token") else ""
    return bool(is_repeat) and name in {"web access", "web refresh"} and response.status_code == 200


def assert_json(letter, response):
    """An answer for a program (RFC 6749 §5): an object, not stored, with its error named."""
    if letter.method in {"HEAD", "OPTIONS"} or response.status_code == 204:
        return
    assert response["Content-Type"] == "application/json", (letter, response.content[:300])
    body = response.json()
    assert isinstance(body, dict), letter
    is_error = response.status_code >= 400
    assert ("error" in body) == is_error, (letter, body)
    if is_error:
        assert isinstance(body["error"], str)
        assert body["error"], letter


def assert_json_of_api(letter, response):
    """An API answers in JSON too, lists among it, and names what is wrong."""
    if letter.method in {"HEAD", "OPTIONS"} or response.status_code == 204:
        return
    assert response["Content-Type"] == "application/json", (letter, response.content[:300])
    body = response.json()
    if response.status_code >= 400:
        assert isinstance(body, dict), (letter, body)
        assert isinstance(body["error"], str), (letter, body)


def assert_ours(letter, response):
    """A redirect leads to a registered redirect URI, or stays on this site."""
    location = response.get("Location")
    if location is None:
        return
    assert 300 <= response.status_code < 400
    assert re.fullmatch(r"[\x21-\x7e]*", location), (letter, location)
    if location.startswith("/"):
        assert not re.match(r"/[/\\]", location), (letter, location)
        return
    base = LOOPBACK_PORT.sub(r"\1", location.split("?")[0])
    lists = Client.objects.values_list("redirect_uris", flat=True)
    registered = {uri for uris in lists for uri in uris}
    assert base in BASES | registered, (letter, location)
    assert not urlsplit(location).fragment


def assert_cors(letter, response):
    """No page reads with a user's cookies, and only some pages read at all (Fetch §3.2)."""
    assert "Access-Control-Allow-Credentials" not in response, letter
    if letter.path.startswith(("/oauth/authorize", "/oauth/applications", "/oauth/authorized")):
        assert "Access-Control-Allow-Origin" not in response, letter


def assert_families():
    """Each authorization has at most one refresh token that can be used (RFC 9700 §4.14)."""
    usable = RefreshToken.objects.filter(rotated_at=None, grant__revoked_at=None)
    several = usable.values("grant").annotate(n=Count("id")).filter(n__gt=1)
    assert not several.exists(), list(several)


def issued():
    """What there is of everything that opens something."""
    return tuple(model.objects.count() for model in (AuthorizationCode, AccessToken, RefreshToken))


def assert_codes_are_meant(before):
    """Whatever codes are new, are for what somebody agreed to."""
    for code in AuthorizationCode.objects.order_by("id")[before:].select_related("grant__client"):
        grant = code.grant
        agreed = Consent.objects.get(client=grant.client, user=grant.user).scope.split()
        assert set(grant.scope.split()) <= set(agreed), (grant.scope, agreed)
