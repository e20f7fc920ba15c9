"""A consent page is answered many times at once: an impatient person, or one with many tabs."""

from tests.live import decision_form

from .conftest import CROWD

ROUNDS = 10


def test_a_first_consent_given_many_times_at_once_is_answered_each_time(
    demo, browser, crowd, mortal
):
    url = demo.authorization_url()
    for _ in range(ROUNDS):
        mortal.forget_consent()
        page = browser.get(url)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        headers = {"Cookie": cookies, "Referer": url}
        answers = crowd.post(*[(url, decision_form(page.text))] * CROWD, headers=headers)
        assert {answer.status_code for answer in answers} == {302}
        assert len({answer.headers["Location"] for answer in answers}) == CROWD
        assert browser.get(url, allow_redirects=False).status_code == 302
