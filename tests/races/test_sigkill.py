"""A process is killed at any step of a token request: the next one makes the best of it."""

from .aftermath import assert_alive, assert_dead, assert_refused, without_countdown

STATEMENTS = {
    "redemption": [
        "SELECT oauth_provider_client",
        "SELECT oauth_provider_authorizationcode",
        "UPDATE oauth_provider_authorizationcode",
        "INSERT oauth_provider_accesstoken",
        "INSERT oauth_provider_refreshtoken",
        "COMMIT",
    ],
    "rotation": [
        "SELECT oauth_provider_client",
        "SELECT oauth_provider_refreshtoken",
        "UPDATE oauth_provider_refreshtoken",
        "INSERT oauth_provider_accesstoken",
        "INSERT oauth_provider_refreshtoken",
        "COMMIT",
    ],
}


def assert_all_deaths_died(deaths, of):
    """Each statement of it was the last one, and the next one, for some process."""
    expected = [f"{side} {name}" for name in STATEMENTS[of] for side in ("before", "after")]
    assert [death for death in deaths if death in expected] == expected


def test_a_code_whose_redemption_was_killed_is_unused_or_a_replay(demo, browser, mortal):
    deaths = []
    for form, end in mortal.lives(lambda _step: demo.redemption(demo.code(browser))):
        deaths.append(end.get("died"))
        is_committed = deaths[-1] in {"after COMMIT", None}
        assert mortal.count_living(form["code"]) == (2 if is_committed else 0)
        retry = demo.token(form)
        if is_committed:
            assert_refused(retry)
            assert mortal.count_living(form["code"]) == 0
        else:
            assert retry.status_code == 200, retry.text
            assert_alive(demo, retry.json())
            assert mortal.count_living(form["code"]) == 2
    assert_dead(demo, end["answer"])
    assert_all_deaths_died(deaths, "redemption")


def test_a_client_whose_rotation_was_killed_gets_a_working_pair_by_asking_again(
    demo, new_tokens, mortal
):
    deaths, tokens = [], new_tokens()

    def refreshing(_step):
        return demo.refreshing(tokens["refresh_token"])

    for form, end in mortal.lives(refreshing):
        deaths.append(end.get("died"))
        retry, again = demo.token(form), demo.token(form)
        assert (retry.status_code, again.status_code) == (200, 200)
        assert without_countdown(retry.json()) == without_countdown(again.json())
        tokens = retry.json()
        assert_alive(demo, tokens)
    assert without_countdown(end["answer"]) == without_countdown(tokens)
    assert_all_deaths_died(deaths, "rotation")
