"""What the operator reads, and who reads it with him: logs and error reports."""

import base64
import logging
import sys

import pytest
from django.core.signals import got_request_exception
from django.db.models.signals import post_init, post_save
from django.test import Client as Browser
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter

from example_project.microblog.models import Status
from oauth_provider.domain.redirect_uri import OUT_OF_BAND
from oauth_provider.models import AccessToken, AuthorizationCode
from tests.browser_session import VERIFIER, basic, bearer

from .answers import API, INTROSPECT, PROTOCOL, TOKEN, json_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reports():
    """What Django would mail to the admins about each exception, frames and all."""
    made = []

    def report(request=None, **_signal):
        reporter = ExceptionReporter(request, *sys.exc_info())
        made.append(reporter.get_traceback_html() + reporter.get_traceback_text())

    got_request_exception.connect(report)
    yield made
    got_request_exception.disconnect(report)


@pytest.fixture
def broken():
    """Somebody's receiver that fails whenever a token is stored."""

    def fail(**_signal):
        raise RuntimeError("a receiver of the site failed")

    post_save.connect(fail, sender=AccessToken)
    yield
    post_save.disconnect(fail, sender=AccessToken)


def basic_value(client):
    return basic(client.client_id, client.secret)["Authorization"].split(" ")[1]


def said(session):
    """Run every flow, happy and not; return all that was said in confidence."""
    client = session.client
    code = session.code()
    first = json_of(session.exchange(code))
    second = json_of(
        session.refresh(first["refresh_token"], headers=basic(client.client_id, client.secret))
    )
    session.refresh(first["refresh_token"])
    session.exchange(code)
    session.exchange(code, code_verifier="x" * 43)
    session.exchange(code, client_secret=f"{client.secret}x")
    session.call(second["access_token"])
    session.browser.get(f"{API}?access_token={second['access_token']}")
    session.introspect(first["access_token"])
    session.revoke(second["refresh_token"])
    session.refresh(second["refresh_token"], scope="bogus")
    session.browser.post(TOKEN, {"client_secret": client.secret}, content_type="application/json")
    spoken = {"code": code, "verifier": VERIFIER, "secret": client.secret, **first}
    spoken["basic"] = basic_value(client)
    spoken |= {f"second {kind}": second[kind] for kind in ("access_token", "refresh_token")}
    return {name: value for name, value in spoken.items() if len(str(value)) > 30}


def everything_logged(caplog):
    """Each record with its arguments and what an attached formatter could make of them."""
    texts = [record.getMessage() + repr(record.args) for record in caplog.records]
    return "\n".join([*texts, caplog.text])


def test_a_log_at_debug_holds_no_secret(session, caplog):
    for name in [None, *logging.root.manager.loggerDict]:
        caplog.set_level(logging.DEBUG, logger=name)
    spoken = said(session)
    logged = everything_logged(caplog)
    assert len(spoken) == 8
    assert "oauth" in logged
    assert [name for name, value in spoken.items() if value in logged] == []


def test_a_log_in_service_holds_no_secret_but_what_an_operator_must_know(session, caplog):
    caplog.set_level(logging.INFO)
    spoken = said(session)
    logged = everything_logged(caplog)
    assert [name for name, value in spoken.items() if value in logged] == []
    assert "replayed" in logged


def test_a_log_holds_no_line_that_a_client_wrote(session, caplog):
    caplog.set_level(logging.INFO)
    forged = "x\nCRITICAL forged"
    session.exchange("x", grant_type=forged)
    session.ask(client_id=forged, redirect_uri=forged, scope=forged)
    Browser().post(TOKEN, headers=basic(forged, forged))
    Browser().get(f"{API}?{forged}", headers=bearer("x"))
    assert not any("\nCRITICAL forged" in record.getMessage() for record in caplog.records)


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("how", ["form", "json", "basic"])
def test_an_error_report_holds_no_secret(visible, reports, how):
    code, client = visible.code(), visible.client
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uris[0],
        "code_verifier": VERIFIER,
    }
    own = {"client_id": client.client_id, "client_secret": client.secret}
    http = Browser(raise_request_exception=False)
    response = {
        "form": lambda: http.post(TOKEN, {**fields, **own}),
        "json": lambda: http.post(TOKEN, {**fields, **own}, content_type="application/json"),
        "basic": lambda: http.post(TOKEN, fields, headers=basic(*own.values())),
    }[how]()
    assert response.status_code == 500
    (report,) = reports
    assert "a receiver of the site failed" in report
    spoken = {"code": code, "verifier": VERIFIER, "secret": client.secret}
    spoken["basic"] = basic_value(client)
    assert [name for name, value in spoken.items() if value in report] == []
    assert "oat" not in [word[:3] for word in report.split("&#x27;") if len(word) == 52]


def test_an_error_report_about_the_consent_page_holds_no_code(visible, reports):
    def fail(**_signal):
        raise RuntimeError("a receiver of the site failed")

    page = visible.ask()
    post_save.connect(fail, sender=AuthorizationCode)
    try:
        assert visible.decide(page).status_code == 500
    finally:
        post_save.disconnect(fail, sender=AuthorizationCode)
    (report,) = reports
    words = report.replace("&quot;", "&#x27;").split("&#x27;")
    assert [word for word in words if word.startswith("oac") and len(word) == 52] == []


def test_an_error_report_of_an_api_holds_no_token(session, reports):
    token = session.tokens()["access_token"]

    def fail(**_signal):
        raise RuntimeError("a receiver of the site failed")

    post_save.connect(fail, sender=Status)
    try:
        http = Browser(raise_request_exception=False)
        response = http.post("/api/v1/statuses", {"status": "x"}, headers=bearer(token))
    finally:
        post_save.disconnect(fail, sender=Status)
    assert response.status_code == 500
    (report,) = reports
    assert token not in report


def test_an_error_report_about_a_token_that_could_not_be_read_does_not_hold_it(session, reports):
    token = session.tokens()["access_token"]

    def fail(**_signal):
        raise RuntimeError("a receiver of the site failed")

    post_init.connect(fail, sender=AccessToken)
    try:
        http = Browser(raise_request_exception=False)
        assert http.get(API, headers=bearer(token)).status_code == 500
    finally:
        post_init.disconnect(fail, sender=AccessToken)
    (report,) = reports
    assert token not in report


def test_nothing_secret_is_ever_asked_for_in_an_address(session):
    """What is in a URL is in every access log on the way."""
    tokens = session.tokens()
    for path in PROTOCOL:
        assert Browser().get(path, {"token": tokens["access_token"]}).status_code == 405
        assert Browser().post(f"{path}?token={tokens['access_token']}").status_code == 400
    assert session.browser.get(API, {"access_token": tokens["access_token"]}).status_code == 400


def test_an_answer_repeats_nothing_secret(session):
    code = session.code()
    wrong = f"{session.client.secret}x"
    credentials = base64.b64encode(f"{session.client.client_id}:{wrong}".encode()).decode()
    http = Browser(raise_request_exception=False)
    answers = [
        session.exchange(code, client_secret=wrong),
        session.exchange(f"{code}x"),
        session.refresh(f"{code}y"),
        http.post(INTROSPECT, {"token": code}, headers={"Authorization": f"Basic {credentials}"}),
        session.call(f"{code}z"),
    ]
    told = "".join(f"{answer.content.decode()}{answer.headers}" for answer in answers)
    assert [
        value for value in (code, wrong, session.client.secret, credentials) if value in told
    ] == []


def test_the_address_of_a_code_to_copy_is_told_to_nobody(session):
    session.client.redirect_uris = [OUT_OF_BAND]
    session.client.save()
    page = session.browser.get(session.decide(session.ask())["Location"])
    assert b"authorization_code" in page.content
    assert page["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert b"http://" not in page.content
    assert b"https://" not in page.content


@pytest.fixture
def mails(settings, mailoutbox):
    """What a site mails to its admins that attaches Django's handler to this app's logger."""
    settings.ADMINS = [("Admin", "admin@example.com")]
    handler, logger = AdminEmailHandler(include_html=True), logging.getLogger("oauth_provider")
    logger.addHandler(handler)
    yield mailoutbox
    logger.removeHandler(handler)


@pytest.mark.usefixtures("broken")
def test_a_mail_to_the_admins_about_a_failed_endpoint_holds_no_secret(session, mails):
    code = session.code()
    fields = {**session.credentials, "grant_type": "authorization_code", "code": code}
    fields |= {"redirect_uri": session.client.redirect_uris[0], "code_verifier": VERIFIER}
    assert Browser(raise_request_exception=False).post(TOKEN, fields).status_code == 500
    mailed = "".join(str(mail.message()) for mail in mails).replace("=\n", "")
    assert "a receiver of the site failed" in mailed
    spoken = {"code": code, "verifier": VERIFIER, "secret": session.client.secret}
    assert [name for name, value in spoken.items() if value in mailed] == []
