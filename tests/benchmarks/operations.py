"""What is measured: the same requests to every party, and what a good answer to them is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.browser_session import VERIFIER, basic, bearer

from .party import REDIRECT_URI, SCOPE, Credentials, Party
from .wire import Answer, Environ, get, post, send

Sender = Callable[[Environ], Answer]


@dataclass(frozen=True)
class Operation:
    """One kind of request."""

    name: str
    request: Callable[[Party], Environ]
    is_answer: Callable[[Party, dict[str, Any]], bool]
    status: int = 200


class RefusedError(Exception):
    """A request that should have succeeded did not: nothing it measured can be believed."""


def perform(operation: Operation, party: Party, send: Sender = send) -> Answer:
    """Send one such request. Raises RefusedError unless it succeeded."""
    party.activate()
    answer = send(operation.request(party))
    if not answer.status.startswith(f"{operation.status} ") or not operation.is_answer(
        party, answer.body
    ):
        raise RefusedError(f"{operation.name}, {party.name}: {answer.status} {answer.body}")
    return answer


def form_of(party: Party, client: Credentials, endpoint: str, **form: str) -> Environ:
    """A form that a client sends to an endpoint, authenticated by its secret."""
    headers = basic(client.client_id, client.client_secret)
    return post(f"{party.path}/{endpoint}", headers, form)


def _redeem(party: Party) -> Environ:
    return form_of(
        party,
        party.web,
        "token",
        grant_type="authorization_code",
        code=party.issue_code(),
        redirect_uri=REDIRECT_URI,
        code_verifier=VERIFIER,
    )


def _refresh(party: Party) -> Environ:
    return form_of(
        party,
        party.web,
        "token",
        grant_type="refresh_token",
        refresh_token=party.refresh_token,
    )


def _act_for_itself(party: Party) -> Environ:
    return form_of(party, party.service, "token", grant_type="client_credentials", scope="read")


def _introspect(party: Party) -> Environ:
    return form_of(party, party.web, "introspect", token=party.access_token)


def _call_api(party: Party) -> Environ:
    return get(f"{party.path}/api", bearer(party.access_token))


def _keep_tokens(party: Party, body: dict[str, Any]) -> bool:
    before, party.refresh_token = party.refresh_token, body["refresh_token"]
    # The first one is for the API: what came with it is never refreshed, so it stays good.
    party.access_token = party.access_token or body["access_token"]
    return party.refresh_token != before and body["scope"] == SCOPE


def _is_token(_party: Party, body: dict[str, Any]) -> bool:
    return bool(body["access_token"]) and body["scope"] == "read"


def _is_active(_party: Party, body: dict[str, Any]) -> bool:
    return body["active"] is True and body["scope"] == SCOPE


def _is_content(_party: Party, body: dict[str, Any]) -> bool:
    return body == {"ok": True}


BEARER_CHECK = Operation("bearer check", _call_api, _is_content)
OPERATIONS = (
    Operation("code exchange", _redeem, _keep_tokens),  # first: the others use its tokens
    Operation("refresh", _refresh, _keep_tokens),
    Operation("client credentials", _act_for_itself, _is_token),
    Operation("introspection", _introspect, _is_active),
    BEARER_CHECK,
)
