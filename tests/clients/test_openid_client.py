"""openid-client, as it comes from npm: it takes no answer that is not to the letter."""

from functools import partial

import pytest

from tests.live import start, stop

METHODS = ["client_secret_basic", "client_secret_post"]
LOOPBACK = "http://127.0.0.1:49154/callback"


@pytest.fixture
def play(perform):
    return partial(perform, "openid_client.js", scope="read write")


@pytest.fixture
def web(demo):
    client = demo.client("web")
    return {"client": client, "redirect_uri": client["redirect_uris"][0]}


@pytest.fixture(scope="module")
def open_demo(demo, tmp_path_factory):
    """The same site, where everybody registers clients (RFC 7591)."""
    environment = {**demo.environment, "OAUTH_PROVIDER_DYNAMIC_REGISTRATION": "open"}
    server = start(tmp_path_factory.mktemp("open"), **environment)
    try:
        yield server
    finally:
        stop(server)


@pytest.fixture
def desktop(demo):
    return {"client": demo.client("desktop"), "redirect_uri": LOOPBACK, "method": "none"}


def test_it_finds_out_what_the_server_offers(demo, play, web):
    assert play("discover", **web) == {"issuer": demo.base_url, "hasPKCE": True}


@pytest.mark.parametrize("method", METHODS)
def test_a_web_client_signs_alice_in(play, web, method):
    told = play("sign_in", **web, method=method)
    assert told["username"] == "alice"
    assert told["tokens"]["token_type"] == "bearer"
    assert told["tokens"]["scope"] == "read write"
    assert told["tokens"]["expires_in"] > 0
    assert told["tokens"]["refresh_token"]


def test_a_desktop_client_signs_alice_in_without_a_secret(play, desktop):
    assert play("sign_in", **desktop)["username"] == "alice"


@pytest.mark.parametrize("method", METHODS)
def test_a_refresh_gives_a_new_pair(play, web, method):
    told = play("refresh", **web, method=method)
    for token in ("access_token", "refresh_token"):
        assert told["after"][token] != told["before"][token]
    assert told["username"] == "alice"


def test_a_code_is_redeemed_once(play, web):
    refusal = play("use_the_code_twice", **web)
    assert refusal["name"] == "ResponseBodyError"
    assert (refusal["status"], refusal["error"]) == (400, "invalid_grant")


def test_a_client_hears_that_alice_denied_it(play, desktop):
    refusal = play("be_denied", **desktop)
    assert (refusal["name"], refusal["error"]) == ("AuthorizationResponseError", "access_denied")


def test_a_service_acts_for_itself(demo, play):
    told = play("act_for_itself", client=demo.client("service"))
    assert told["tokens"]["scope"] == "read"
    assert "refresh_token" not in told["tokens"]
    assert told["posting"]["status"] == 403
    [challenge] = told["posting"]["challenges"]
    assert challenge["scheme"] == "bearer"
    assert challenge["parameters"]["error"] == "insufficient_scope"
    assert challenge["parameters"]["scope"] == "write:statuses"


def test_a_resource_server_introspects_a_token_until_it_is_revoked(demo, play, web):
    told = play("introspect", **web, asking=demo.client("resource_server"))
    assert told["alive"]["active"] is True
    assert told["alive"]["client_id"] == web["client"]["client_id"]
    assert (told["alive"]["username"], told["alive"]["scope"]) == ("alice", "read write")
    assert told["dead"] == {"active": False}


def test_a_revoked_refresh_token_takes_the_access_token_with_it(play, web):
    told = play("revoke", **web)
    assert told["refreshing"]["error"] == "invalid_grant"
    assert told["using"]["name"] == "WWWAuthenticateChallengeError"
    assert told["using"]["status"] == 401
    [challenge] = told["using"]["challenges"]
    assert challenge["parameters"]["error"] == "invalid_token"


def test_userinfo_says_who_alice_is(demo, play, register):
    client = register(LOOPBACK, ["profile"])
    claims = play("fetch_userinfo", client=client, redirect_uri=LOOPBACK, scope="profile")
    assert (claims["iss"], claims["preferred_username"]) == (demo.base_url, "alice")
    assert claims["sub"] == claims["profile"]


def test_it_sees_that_there_is_no_grant_for_devices(play, web):
    refusal = play("begin_on_a_device", **web)
    assert "device_authorization_endpoint" in refusal["message"]


@pytest.mark.parametrize("method", [*METHODS, "none"])
def test_it_registers_itself_and_signs_alice_in(open_demo, play, method):
    told = play(
        "register",
        issuer=open_demo.base_url,
        redirect_uri=LOOPBACK,
        method=method,
    )
    assert told["client"]["token_endpoint_auth_method"] == method
    assert told["client"]["redirect_uris"] == [LOOPBACK]
    assert ("client_secret" in told["client"]) is (method != "none")
    assert told["username"] == "alice"


def test_it_sees_where_nobody_registers(play):
    refusal = play("register_in_vain", redirect_uri=LOOPBACK)
    assert "registration_endpoint" in refusal["message"]
