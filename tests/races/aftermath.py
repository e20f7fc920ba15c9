"""What is left of the tokens when a race is over."""


def assert_alive(demo, tokens):
    """The API accepts the access token."""
    response = demo.call(tokens["access_token"])
    assert response.status_code == 200, response.text


def assert_dead(demo, tokens):
    """Neither the API nor the token endpoint accepts anything of them."""
    response = demo.call(tokens["access_token"])
    assert response.status_code == 401, response.text
    assert_refused(demo.token(demo.refreshing(tokens["refresh_token"])))


def assert_refused(response):
    """The token endpoint calls it an invalid grant."""
    assert response.status_code == 400, response.text
    assert response.json()["error"] == "invalid_grant", response.text


def without_countdown(tokens):
    """What does not change from one telling of the same answer to the next."""
    return {name: value for name, value in tokens.items() if name != "expires_in"}
