"""RFC 6749 §2.3 and §10.1, RFC 9700 §2.5: who says to be a client, and proves it?"""

import base64
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, ClientSecret
from tests.browser_session import Session, basic

from .answers import INTROSPECT, PROTOCOL, REVOKE, TOKEN, assert_error, json_of

pytestmark = pytest.mark.django_db

MALFORMED = {
    "nothing": "Basic",
    "a blank": "Basic ",
    "not base64": "Basic !!!!",
    "url-safe base64": "Basic _-_-",
    "cut base64": "Basic YTp",
    "no colon": "Basic " + base64.b64encode(b"clientsecret").decode(),
    "latin-1": "Basic " + base64.b64encode("cli\u00e9nt:s\u00e9cret".encode("latin-1")).decode(),
    "UTF-16": "Basic " + base64.b64encode("a:b".encode("utf-16")).decode(),
    "NUL": "Basic " + base64.b64encode(b"a\x00:b").decode(),
    "NUL as secret": "Basic " + base64.b64encode(b"a:\x00").decode(),
    "encoded NUL": "Basic " + base64.b64encode(b"%00:b").decode(),
    "encoded NUL as secret": "Basic " + base64.b64encode(b"a:%00").decode(),
    "encoded surrogate": "Basic " + base64.b64encode(b"%ed%a0%80:b").decode(),
    "broken escape": "Basic " + base64.b64encode(b"%zz:%").decode(),
    "only a colon": "Basic " + base64.b64encode(b":").decode(),
    "four bytes": "Basic " + base64.b64encode("\U0001f98a:\U0001f98a".encode()).decode(),
    "1 MB": "Basic " + base64.b64encode(b"a:" + b"b" * 1_000_000).decode(),
    "two": "Basic YTpi, Basic YTpi",
    "tab": "Basic\tYTpi",
    "not ASCII": "Basic \xff\xfe",
}


def ask(path, headers=None, **form):
    """A request that is sound but for who sends it."""
    told = {"grant_type": "client_credentials", "token": "x", **form}
    return Browser(raise_request_exception=False).post(path, told, headers=headers or {})


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("header", MALFORMED.values(), ids=MALFORMED)
def test_malformed_basic_credentials_are_an_invalid_client(path, header):
    assert_error(ask(path, {"Authorization": header}), "invalid_client", 401)


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("who", ["unknown client", "wrong secret"])
@pytest.mark.parametrize("how", ["basic", "body"])
def test_an_unknown_client_and_a_wrong_secret_look_the_same(service, measure, path, who, how):
    client_id = service.client_id if who == "wrong secret" else "unknown"
    with measure() as cost:
        if how == "basic":
            response = ask(path, basic(client_id, "wrong"))
        else:
            response = ask(path, client_id=client_id, client_secret="wrong")
    assert_error(response, "invalid_client", 401)
    assert response.json()["error_description"].endswith("unknown client or wrong credentials.")
    assert (cost.queries, cost.writes) == (1, 0)


@pytest.mark.parametrize("path", PROTOCOL)
def test_a_disabled_client_looks_unknown(service, path):
    service.disable(reason="abuse", now=timezone.now())
    known = ask(path, basic(service.client_id, service.secret))
    unknown = ask(path, basic("unknown", "x"))
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize("form", [{}, {"client_secret": ""}, {"client_secret": " "}])
def test_a_confidential_client_without_its_secret_is_refused(service, path, form):
    assert_error(ask(path, client_id=service.client_id, **form), "invalid_client", 401)


@pytest.mark.parametrize("path", PROTOCOL)
def test_a_confidential_client_without_its_secret_is_refused_in_the_header(service, path):
    assert_error(ask(path, basic(service.client_id, "")), "invalid_client", 401)


@pytest.mark.parametrize("path", PROTOCOL)
def test_nobody_is_an_invalid_client(path):
    assert_error(ask(path), "invalid_client", 401)


@pytest.mark.parametrize("path", PROTOCOL)
def test_a_secret_alone_is_an_invalid_client(service, path):
    assert_error(ask(path, client_secret=service.secret), "invalid_client", 401)


def test_a_confidential_client_that_has_no_secret_cannot_authenticate(service):
    ClientSecret.objects.all().delete()
    for form in ({}, {"client_secret": "x"}):
        assert_error(ask(TOKEN, client_id=service.client_id, **form), "invalid_client", 401)


def test_a_stored_empty_secret_lets_nobody_in(service):
    ClientSecret.objects.update(digest=secret.digest(""))
    client_id = service.client_id
    for response in (
        ask(TOKEN, client_id=client_id),
        ask(TOKEN, client_id=client_id, client_secret=""),
        ask(TOKEN, basic(client_id, "")),
    ):
        assert_error(response, "invalid_client", 401)


def test_an_empty_secret_is_never_issued(service):
    _, value = ClientSecret.objects.issue(client=service, value="")
    assert len(value) >= 40


def test_the_same_credentials_twice_are_fine(service):
    own = {"client_id": service.client_id, "client_secret": service.secret}
    assert ask(TOKEN, basic(*own.values()), **own).status_code == 200
    assert ask(TOKEN, basic(*own.values()), client_id=service.client_id).status_code == 200


@pytest.mark.parametrize("path", PROTOCOL)
@pytest.mark.parametrize(
    ("in_header", "in_body"),
    [("wrong", "right"), ("right", "wrong"), ("wrong", "other")],
)
def test_two_different_secrets_rescue_each_other_never(service, path, in_header, in_body):
    secrets = {"right": service.secret, "wrong": "wrong", "other": "other"}
    header = basic(service.client_id, secrets[in_header])
    form = {"client_id": service.client_id, "client_secret": secrets[in_body]}
    assert_error(ask(path, header, **form), "invalid_request")


@pytest.mark.parametrize("path", PROTOCOL)
def test_a_secret_in_the_body_that_differs_from_the_header_is_seen_without_an_id(service, path):
    header = basic(service.client_id, service.secret)
    assert_error(ask(path, header, client_secret="wrong"), "invalid_request")


@pytest.mark.parametrize("path", PROTOCOL)
def test_one_client_in_the_header_and_another_in_the_body_are_refused(service, outsider, path):
    header = basic(service.client_id, service.secret)
    other = {"client_id": outsider.client.client_id}
    assert_error(ask(path, header, **other), "invalid_request")
    assert_error(
        ask(path, header, **other, client_secret=outsider.client.secret), "invalid_request"
    )


def test_nobody_acts_for_a_client_by_naming_it_beside_his_own_credentials(session, outsider):
    code = session.code()
    header = basic(outsider.client.client_id, outsider.client.secret)
    response = session.exchange(code, headers=header, client_id=session.client.client_id)
    assert_error(response, "invalid_request")


@pytest.mark.parametrize("path", PROTOCOL)
def test_credentials_in_the_query_are_refused(service, path):
    own = f"client_id={service.client_id}&client_secret={service.secret}"
    response = Browser().post(f"{path}?{own}", {"grant_type": "client_credentials", "token": "x"})
    assert_error(response, "invalid_request")


@pytest.mark.parametrize("grant_types", [["client_credentials"], ["authorization_code"]])
def test_a_public_client_does_not_act_for_itself(desktop, grant_types):
    desktop.grant_types = grant_types
    desktop.save()
    response = ask(TOKEN, client_id=desktop.client_id)
    assert_error(response, "unauthorized_client")
    assert not AccessToken.objects.exists()


def test_a_public_client_with_a_secret_is_not_believed_a_wrong_one(desktop):
    ClientSecret.objects.issue(client=desktop)
    response = ask(REVOKE, client_id=desktop.client_id, client_secret="wrong")
    assert_error(response, "invalid_client", 401)


@pytest.mark.parametrize("value", ["a:b%c+d e", "%41%42", "s\u00e9cret", "+++", "a%3Ab", "100%"])
def test_a_secret_is_read_percent_encoded_and_plain(service, value):
    ClientSecret.objects.issue(client=service, value=value)
    encoded = basic(quote(service.client_id, safe=""), quote(value, safe=""))
    assert ask(TOKEN, encoded).status_code == 200
    assert ask(TOKEN, basic(service.client_id, value)).status_code == 200


def test_an_id_with_a_colon_is_read_percent_encoded(service):
    service.client_id = "https://client.example/id"
    service.save()
    header = basic(quote(service.client_id, safe=""), service.secret)
    assert ask(TOKEN, header).status_code == 200


@pytest.mark.parametrize("scheme", ["basic", "BASIC", "bAsIc"])
def test_the_scheme_is_read_in_any_case(service, scheme):
    header = basic(service.client_id, service.secret)["Authorization"]
    assert ask(TOKEN, {"Authorization": header.replace("Basic", scheme)}).status_code == 200


@pytest.mark.parametrize("alter", [str.upper, str.lower, str.swapcase, lambda value: f"{value} "])
@pytest.mark.parametrize("part", ["id", "secret"])
def test_credentials_in_other_letters_are_others_on_every_database(service, alter, part):
    service.client_id = "SomeClientId"
    service.save()
    client_id, value = service.client_id, service.secret
    if part == "id":
        client_id = alter(client_id)
    else:
        value = alter(value)
    assert_error(ask(TOKEN, basic(client_id, value)), "invalid_client", 401)
    assert_error(ask(TOKEN, client_id=client_id, client_secret=value), "invalid_client", 401)


@pytest.mark.parametrize("other", ["SomeClientld", "SomeClient\u0130d", "\uff33omeClientId"])
def test_ids_that_look_alike_are_not_alike(service, other):
    service.client_id = "SomeClientId"
    service.save()
    assert_error(ask(TOKEN, client_id=other, client_secret=service.secret), "invalid_client", 401)


def test_a_secret_of_one_client_is_none_of_another(service, outsider):
    response = ask(TOKEN, basic(service.client_id, outsider.client.secret))
    assert_error(response, "invalid_client", 401)


def test_the_digest_of_a_secret_is_no_secret(service):
    digest = ClientSecret.objects.get().digest
    assert_error(ask(TOKEN, basic(service.client_id, digest)), "invalid_client", 401)


def test_two_secrets_work_until_one_is_revoked(service):
    second, value = ClientSecret.objects.issue(client=service, label="next")
    for each in (service.secret, value):
        assert ask(TOKEN, basic(service.client_id, each)).status_code == 200
    ClientSecret.objects.exclude(pk=second.pk).revoke(timezone.now())
    assert_error(ask(TOKEN, basic(service.client_id, service.secret)), "invalid_client", 401)
    assert ask(TOKEN, basic(service.client_id, value)).status_code == 200
    second.refresh_from_db()
    assert second.last_used_at is not None


def test_only_who_knows_an_expired_secret_learns_that_it_expired(service):
    ClientSecret.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    known = ask(TOKEN, basic(service.client_id, service.secret))
    assert_error(known, "invalid_client", 401)
    assert "expired" in known.json()["error_description"]
    assert "expired" not in ask(TOKEN, basic(service.client_id, "x")).json()["error_description"]


def test_a_secret_is_shown_once_and_kept_as_a_digest(service):
    row, value = ClientSecret.objects.issue(client=service)
    assert len(value) == 52
    assert row.digest == secret.digest(value)
    assert value not in str(ClientSecret.objects.filter(pk=row.pk).values().get())


@pytest.mark.parametrize("field", ["client_assertion", "client_assertion_type"])
def test_an_assertion_that_is_not_read_proves_nothing(service, field):
    response = ask(TOKEN, client_id=service.client_id, **{field: "e30.e30."})
    assert_error(response, "invalid_client", 401)


@pytest.mark.parametrize("header", ["X-SSL-Client-Cert", "X-Client-Cert", "X-Forwarded-User"])
def test_a_header_that_a_proxy_might_set_proves_nothing(service, header):
    response = ask(TOKEN, {header: service.client_id}, client_id=service.client_id)
    assert_error(response, "invalid_client", 401)


def test_an_access_token_authenticates_no_client(session):
    token = session.tokens()["access_token"]
    for path in (INTROSPECT, REVOKE):
        response = ask(path, {"Authorization": f"Bearer {token}"}, token=token)
        assert_error(response, "invalid_client", 401)


def test_a_session_authenticates_no_client(session):
    form = {"grant_type": "client_credentials", "client_id": session.client.client_id}
    assert_error(session.browser.post(TOKEN, form), "invalid_client", 401)


def test_the_challenge_is_parseable_whatever_the_realm(service, settings):
    settings.OAUTH_PROVIDER_REALM = 'a "b" \\ c'
    challenge = ask(TOKEN, basic(service.client_id, "x"))["WWW-Authenticate"]
    assert challenge == r'Basic realm="a \"b\" \\ c", charset="UTF-8"'


def test_a_client_answers_for_itself_alone(acting):
    answer = acting.post(TOKEN, grant_type="client_credentials", scope="read")
    body = json_of(answer)
    assert "refresh_token" not in body
    assert AccessToken.objects.get().grant.user is None
    assert Session(acting.client).call(body["access_token"]).status_code in {401, 403, 422}
