"""The guide, followed to the letter: its own lines, on a site that has nothing else."""

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.urls import include, path

from oauth_provider import checks

from .client import VERIFY, Elephant

pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).parents[3] / "docs/howto/mastodon.md"


def block(name):
    """The guide's lines for this file."""
    [found] = re.findall(rf"```python\n# {re.escape(name)}\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    return found


@pytest.fixture
def site(settings):
    """A site with the README's URLs, and what the guide adds."""
    added = {}
    exec(block("settings.py"), added)
    for name, value in added.items():
        if name.isupper() and name.startswith("OAUTH_PROVIDER_"):
            setattr(settings, name, value)
    views, urls = ModuleType("guided_views"), ModuleType("guided_urls")
    exec(block("views.py"), vars(views))
    urls.urlpatterns = [
        path("oauth/", include("oauth_provider.urls")),
        path(".well-known/", include("oauth_provider.well_known_urls")),
        path("api/v1/accounts/verify_credentials", views.VerifyCredentialsView.as_view()),
    ]
    exec(block("urls.py"), vars(urls))
    sys.modules["guided_urls"] = urls
    settings.ROOT_URLCONF = "guided_urls"
    yield
    del sys.modules["guided_urls"]


def test_ten_lines_are_enough_to_be_spoken_to(site, alice, client):
    lines = [line for name in ("settings.py", "urls.py") for line in block(name).splitlines()]
    assert len([line for line in lines if line.strip()]) <= 10

    metadata = client.get("/.well-known/oauth-authorization-server").json()
    assert metadata["app_registration_endpoint"] == "http://testserver/api/v1/apps"
    assert metadata["userinfo_endpoint"] == "http://testserver/oauth/userinfo"

    elephant = Elephant.registered(alice, scopes="read write profile")
    token = elephant.sign_in(scope="read write profile").json()
    assert "expires_in" not in token
    called = elephant.session.call(token["access_token"])
    assert called.json() == {"id": str(alice.pk), "username": "alice"}
    assert elephant.verify(token["access_token"]).status_code == 200

    own = elephant.app_token().json()["access_token"]
    assert elephant.session.call(own).status_code == 422
    assert elephant.verify(own, VERIFY).json()["name"] == "Elephant"


def test_the_scope_for_the_profile_alone_opens_the_guides_view(site, alice):
    elephant = Elephant.registered(alice, scopes="profile push")
    for scope, status in (("profile", 200), ("push", 403)):
        token = elephant.sign_in(scope=scope).json()["access_token"]
        assert elephant.session.call(token).status_code == status


def test_the_checks_find_nothing_but_what_the_guide_says(site):
    assert checks.check_settings() == checks.check_urls() == []
    assert [message.id for message in checks.check_lifetimes()] == ["oauth_provider.W007"]
