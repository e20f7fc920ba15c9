"""In which language are the pages?"""

import pytest
from django.test import Client as Browser
from django.utils import translation

pytestmark = pytest.mark.django_db


def language_of(response):
    """As the page itself says it."""
    text = response.content.decode()
    start = text.index('<html lang="') + len('<html lang="')
    return text[start : text.index('"', start)]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ({"lang": "de"}, "de"),
        ({"lang": "DE"}, "de"),
        ({"lang": "de-AT"}, "de"),
        ({"lang": "pt_BR"}, "pt-br"),
        ({"lang": "zh-Hant-TW"}, "zh-hant"),
        ({"ui_locales": "de"}, "de"),
        ({"ui_locales": "tlh fr-CA fr en"}, "fr"),
        ({"ui_locales": "de", "lang": "fr"}, "fr"),
        ({"ui_locales": "de", "lang": "tlh"}, "de"),
        ({"lang": "None"}, "en"),
        ({"lang": "tlh"}, "en"),
        ({"lang": ""}, "en"),
        ({"lang": " "}, "en"),
        ({"lang": "de\x00"}, "en"),
        ({"lang": "../../de"}, "en"),
        ({"lang": "d" * 5000}, "en"),
        ({"lang": "de;Set-Cookie:a=b"}, "en"),
        ({"ui_locales": " ".join(["tlh"] * 5000)}, "en"),
    ],
)
def test_the_consent_page_is_in_the_language_asked_for(session, asked, spoken):
    page = session.ask(**asked)
    assert page.status_code == 200
    assert language_of(page) == spoken
    assert page["Content-Language"] == spoken


def test_what_the_client_asks_for_goes_before_the_browser(session):
    query = session.request(lang="de")
    page = session.browser.get("/oauth/authorize", query, headers={"Accept-Language": "fr"})
    assert language_of(page) == "de"
    query = session.request(lang="tlh")
    page = session.browser.get("/oauth/authorize", query, headers={"Accept-Language": "fr"})
    assert language_of(page) == "fr"


def test_the_page_after_a_slip_is_in_the_same_language(session):
    page = session.decide(session.ask(lang="de"), decision="perhaps")
    assert page.status_code == 400
    assert language_of(page) == "de"


def test_an_error_page_is_in_it_too(session):
    page = Browser().get("/oauth/authorize", {"client_id": "nobody", "lang": "de"})
    assert page.status_code == 400
    assert language_of(page) == "de"


def test_the_next_page_is_as_it_was(session):
    before = translation.get_language()
    session.ask(lang="de")
    assert translation.get_language() == before
    assert language_of(session.ask()) == "en"


def test_the_answer_is_the_same_in_every_language(session):
    decided = session.decide(session.ask(lang="de"))
    assert decided["Location"].startswith("https://client.example/callback?code=")
    silent = session.ask(lang="de")
    assert silent["Location"].startswith("https://client.example/callback?code=")


def test_the_page_with_the_code_is_in_the_same_language(desktop_session):
    desktop_session.client.redirect_uris = ["urn:ietf:wg:oauth:2.0:oob"]
    desktop_session.client.save()
    shown = desktop_session.decide(desktop_session.ask(lang="de_AT"))
    page = desktop_session.browser.get(shown["Location"])
    assert page.status_code == 200
    assert language_of(page) == "de"
    plain = desktop_session.decide(desktop_session.ask(lang="tlh"))
    assert "lang" not in plain["Location"]
    assert language_of(desktop_session.browser.get(plain["Location"])) == "en"


@pytest.mark.parametrize("query", ["lang=de&" * 3000, "lang=%ff&ui_locales=%00", "lang[]=de"])
def test_a_strange_query_breaks_nothing(session, query):
    session.browser.raise_request_exception = False
    page = session.browser.get("/oauth/authorize", QUERY_STRING=query)
    assert page.status_code == 400


def test_a_site_of_one_language_stays_in_it(session, settings):
    settings.LANGUAGES = [("en", "English")]
    assert language_of(session.ask(lang="de")) == "en"
