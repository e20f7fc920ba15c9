"""What is measured among few tokens and among many."""

from collections.abc import Iterator
from urllib.parse import urlencode

from oauth_provider.models import AccessToken, RefreshToken
from oauth_provider.models.dead_kinds import AT_HAND
from oauth_provider.protocol.housekeeping import tidy_up
from tests.benchmarks.operations import OPERATIONS, Operation, form_of, perform
from tests.benchmarks.party import REDIRECT_URI, SCOPE
from tests.benchmarks.rounds import Subject, stopwatch
from tests.benchmarks.wire import Environ, get
from tests.browser_session import CHALLENGE

from .site import Site

TURN_OF_HOUSEKEEPING = "housekeeping"


def _authorize(site: Site) -> Environ:
    asked = {
        "response_type": "code",
        "client_id": site.web.client_id,
        "redirect_uri": REDIRECT_URI,
        "scope": SCOPE,
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    cookie = {"Cookie": f"sessionid={site.session_key}"}
    return get(f"{site.path}/authorize", cookie) | {"QUERY_STRING": urlencode(asked)}


def _revoke_access_token(site: Site) -> Environ:
    return form_of(site, site.web, "revoke", token=site.issue(AccessToken))


def _revoke_refresh_token(site: Site) -> Environ:
    return form_of(site, site.web, "revoke", token=site.issue(RefreshToken))


REQUESTS = (
    *OPERATIONS,
    Operation("authorize, remembered", _authorize, lambda _site, body: body == {}, status=302),
    Operation("revocation, access token", _revoke_access_token, lambda _site, body: body == {}),
    Operation("revocation, refresh token", _revoke_refresh_token, lambda _site, body: body == {}),
)
NAMES = (*(operation.name for operation in REQUESTS), TURN_OF_HOUSEKEEPING)


def subjects(sites: list[Site]) -> Iterator[Subject]:
    """Each operation on each of the sites."""
    for operation in REQUESTS:
        for site in sites:
            yield _request(operation, site)
    for site in sites:
        yield Subject(TURN_OF_HOUSEKEEPING, site.name, lambda site=site: _tidy_up(site))


def _request(operation: Operation, site: Site) -> Subject:
    return Subject(operation.name, site.name, lambda: perform(operation, site).microseconds)


def _tidy_up(site: Site) -> float:
    """Each kind once, when there is a handful of expired access tokens."""
    site.activate()
    site.let_some_expire()
    return stopwatch(lambda: [tidy_up(kind) for kind in AT_HAND])()
