"""The toolkit's permission classes, URLs and resource servers, with tokens of this provider."""

import pytest
from django.test import Client as Browser
from django.test import modify_settings
from django.urls import reverse
from django.utils import timezone
from oauth2_provider.contrib.rest_framework import OAuth2Authentication

from oauth_provider.models import AccessToken, Client, Grant
from oauth_provider.rest_framework import OAuthAuthentication
from tests.browser_session import Session, bearer
from tests.factories import ClientFactory
from tests.toolkit.seed import access_token, refresh_token

pytestmark = pytest.mark.django_db

VIEWS = ["scope", "readwrite", "resource", "authenticated", "oas"]


def call(token, path="/api/scope", method="get"):
    return getattr(Browser(), method)(path, headers=bearer(token))


@pytest.fixture
def issued(alice):
    """A token that this provider has issued, never the toolkit."""

    def issue(scope="read"):
        web = ClientFactory(scope="read write music:read")
        return Session(web, alice).tokens(scope=scope, allow=scope.split())["access_token"]

    return issue


@pytest.fixture
def _scopes(seed, bring):
    bring()


@pytest.mark.usefixtures("_scopes")
@pytest.mark.parametrize(
    ("scope", "passes"),
    [
        ("read", {"get scope", "get readwrite", "post scope"}),
        ("write", {"post readwrite", "get authenticated", "post authenticated", "post oas"}),
        ("music:read", {"get resource", "get oas"}),
        (
            "read write",
            {
                *("get scope", "post scope", "get readwrite", "post readwrite"),
                *("get authenticated", "post authenticated", "get oas", "post oas"),
            },
        ),
    ],
)
def test_each_permission_class_judges_tokens_of_this_provider(issued, scope, passes):
    token = issued(scope)
    for view in VIEWS:
        for method in ("get", "post"):
            expected = 200 if f"{method} {view}" in passes else 403
            assert call(token, f"/api/{view}", method).status_code == expected, (method, view)


@pytest.mark.usefixtures("_scopes")
def test_a_view_that_reads_the_token_by_the_toolkits_names_goes_on(issued, alice):
    value = issued("read music:read")
    said = call(value).json()
    client = Client.objects.get()
    assert said == {
        "user": "alice",
        "application": client.client_id,
        "scopes": ["music:read", "read"],
    }
    token = AccessToken.objects.get()
    assert (token.user, token.expires) == (alice, token.expires_at)
    assert token.is_valid(["read"])
    assert token.is_valid()
    assert token.allow_scopes(None)
    assert not token.is_valid(["read", "write"])
    assert not token.is_expired()
    token.grant.revoke(timezone.now())
    token.refresh_from_db()
    assert token.is_expired()
    assert not token.is_valid([])


@pytest.mark.usefixtures("_scopes")
def test_the_permission_classes_need_none_of_the_toolkits_tables(issued):
    token = issued("read")
    with modify_settings(INSTALLED_APPS={"remove": "oauth2_provider"}):
        assert call(token).status_code == 200
        assert call(token, "/api/authenticated").status_code == 403
        assert call(token, "/plain/read").json() == {"owner": "alice"}


def test_our_authentication_is_the_toolkits_to_its_permission_classes():
    assert isinstance(OAuthAuthentication(), OAuth2Authentication)
    assert OAuthAuthentication().authenticate_header(None).startswith("Bearer realm=")


# --- paths and names ---


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("authorize", "/o/authorize/"),
        ("token", "/o/token/"),
        ("revoke-token", "/o/revoke_token/"),
        ("introspect", "/o/introspect/"),
        ("list", "/o/applications/"),
        ("register", "/o/applications/register/"),
        ("authorized-token-list", "/o/authorized_tokens/"),
        ("oauth-server-metadata", "/o/.well-known/oauth-authorization-server"),
        ("dcr-register", "/o/register/"),
    ],
)
def test_the_toolkits_names_lead_to_the_toolkits_paths(name, path):
    assert reverse(f"oauth2_provider:{name}") == path


def test_the_pages_of_an_application_lead_to_where_they_are_now(seed, bring):
    application = seed.app("web", user=seed.alice)
    bring()
    browser = Browser()
    browser.force_login(seed.alice)
    found = Client.objects.get()
    number = application.pk
    for path, there in {
        f"/o/applications/{number}/": f"/oauth/applications/{found.pk}",
        f"/o/applications/{number}/update/": f"/oauth/applications/{found.pk}",
        f"/o/applications/{number}/delete/": f"/oauth/applications/{found.pk}/delete",
        "/o/applications/0/": "/oauth/applications",
        "/o/applications/none/": "/oauth/applications",
        "/o/applications/": "/oauth/applications",
        "/o/applications/register/": "/oauth/applications/register",
    }.items():
        response = browser.get(path)
        assert (response.status_code, response["Location"]) == (302, there)


# --- resource servers ---


def test_a_token_that_may_introspect_sees_every_token_and_no_other_does(seed, bring):
    web = seed.app()
    asking = access_token(web, seed.alice, scope="introspection")
    other = access_token(seed.app("other"), seed.bob)
    refreshable = refresh_token(access_token(web, seed.bob))
    bring()

    def ask(token, by):
        return Browser().post("/o/introspect/", {"token": token}, headers=bearer(by))

    assert ask(other.token, asking.token).json()["username"] == "bob"
    assert ask(refreshable.token, asking.token).json()["active"]
    assert ask("unknown", asking.token).json() == {"active": False}
    assert ask(asking.token, other.token).status_code == 403
    assert ask(asking.token, "unknown").status_code == 401
    Grant.objects.update(revoked_at=timezone.now())
    assert ask(other.token, asking.token).status_code == 401


def test_guessing_a_token_that_may_introspect_is_slowed_down(settings, db):
    settings.OAUTH_PROVIDER_FAILURES_PER_CLIENT = 2
    answers = [
        Browser().post("/o/introspect/", {"token": "x"}, headers=bearer(f"guess{n}"))
        for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 429]
