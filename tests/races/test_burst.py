"""A thousand clients at once wait for their turn, and all of them are answered."""

import pytest

from .crowd import Crowd

CLIENTS = 1000
PATIENCE = 60  # seconds: as long as a browser or a library waits


@pytest.mark.slow
def test_a_burst_of_a_thousand_clients_is_answered(demo):
    client = demo.client("service")
    form = {
        "grant_type": "client_credentials",
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }
    with Crowd(CLIENTS) as crowd:
        answers = crowd.post(*[(demo.token_url, form)] * CLIENTS)

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["access_token"] for answer in answers}) == CLIENTS
    assert max(answer.elapsed.total_seconds() for answer in answers) < PATIENCE
