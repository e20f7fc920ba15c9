"""People of the microblog, and clients that hold real access tokens."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from example_project.microblog.models import Account
from oauth_provider.domain import secret
from oauth_provider.models import AccessToken, Client, Grant

ALL_SCOPES = "read write follow profile"

ApiFor = Callable[..., APIClient]


def account(username: str) -> Account:
    return Account.objects.of(User.objects.create_user(username, password="a password of theirs"))


@pytest.fixture
def alice(db: None) -> Account:
    return account("alice")


@pytest.fixture
def bob(db: None) -> Account:
    return account("bob")


@pytest.fixture
def carol(db: None) -> Account:
    return account("carol")


@pytest.fixture
def api_for(db: None) -> ApiFor:
    """An API client whose token acts for the account, or for its client alone."""
    client = Client.objects.create(name="A test", scope=ALL_SCOPES)

    def issue(account: Account | None = None, scope: str = ALL_SCOPES) -> APIClient:
        now, value = timezone.now(), secret.generate(secret.Kind.ACCESS_TOKEN)
        grant = Grant.objects.create(
            client=client,
            user=account and account.user,
            grant_type="authorization_code" if account else "client_credentials",
            scope=scope,
        )
        AccessToken.objects.create(
            grant=grant,
            digest=secret.digest(value),
            scope=scope,
            created_at=now,
            expires_at=now + timedelta(hours=1),
        )
        api = APIClient()
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {value}")
        return api

    return issue
