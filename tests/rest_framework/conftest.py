import pytest


@pytest.fixture
def token_for(session):
    """Issues an access token of Alice's with this scope."""

    def issue(scope):
        return session.tokens(scope=scope, allow=scope.split())["access_token"]

    return issue
