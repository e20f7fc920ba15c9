"""During the switch: the toolkit's tokens count until they were imported."""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from oauth_provider.models import AccessToken, Client, Grant
from tests.browser_session import Session, bearer
from tests.factories import ClientFactory
from tests.toolkit.seed import access_token, model, rows


@pytest.fixture
def _scopes(bring):
    """A site that has its scopes, and none of the toolkit's tokens yet."""
    bring()


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_scopes")]


def call(token, path="/side/scope", method="get"):
    return getattr(Browser(), method)(path, headers=bearer(token))


def test_a_token_of_the_toolkit_counts_before_the_import(seed):
    access = access_token(seed.app(), seed.alice, scope="read")
    said = call(access.token)
    assert said.json() == {"user": "alice", "application": "web", "scopes": ["read"]}
    assert said["Vary"].count("Authorization") == 1
    assert call(access.token, "/side/authenticated").status_code == 403
    assert call(access.token, "/side/readwrite", "post").status_code == 403
    assert not AccessToken.objects.exists()
    assert not Client.objects.exists()


def test_a_service_counts_too(seed):
    access = access_token(seed.app("service"), None, scope="read")
    assert call(access.token).json()["user"] == ""


def test_what_is_dead_there_is_dead_here(seed):
    assert call(access_token(seed.app(), seed.alice, hours=-1).token).status_code == 401
    assert call("unknown").status_code == 401
    access = access_token(seed.app(), seed.alice)
    access.delete()
    assert call(access.token).status_code == 401


def test_a_token_of_this_provider_counts_as_ever(alice):
    token = Session(ClientFactory(), alice).tokens(scope="read", allow=["read"])["access_token"]
    assert call(token).status_code == 200


def test_once_it_was_brought_only_this_side_decides(seed, bring):
    access = access_token(seed.app(), seed.alice)
    bring()
    assert call(access.token).status_code == 200
    Grant.objects.update(revoked_at=timezone.now())
    assert call(access.token).status_code == 401
    Grant.objects.all().delete()
    assert call(access.token).status_code == 401


def test_an_application_disabled_here_is_disabled(seed, bring):
    seed.app()
    bring()
    Client.objects.get().disable(reason="abuse", now=timezone.now())
    assert call(access_token(seed.app(), seed.alice).token).status_code == 401


def test_an_inactive_user_is_nobody(seed):
    access = access_token(seed.app(), seed.alice)
    type(seed.alice)._default_manager.update(is_active=False)
    assert call(access.token).status_code == 401


def test_a_token_for_another_resource_is_refused(seed):
    if not any(field.name == "resource" for field in model("ACCESS_TOKEN")._meta.fields):
        pytest.skip("this release has no resources")
    access = access_token(seed.app(), seed.alice, resource=["https://other.example/"])
    assert call(access.token).status_code == 401
    rows("ACCESS_TOKEN").update(resource=["http://testserver/side"])
    assert call(access.token).status_code == 200


def test_a_token_in_the_query_is_refused(seed):
    access = access_token(seed.app(), seed.alice)
    answer = Browser().get(f"/side/scope?access_token={access.token}")
    assert answer.status_code == 400
