"""Rows for tests, made by factory-boy."""

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone

from oauth_provider.models import AccessToken, Client, ClientSecret, Grant, RefreshToken, Scope


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()
        django_get_or_create = ["username"]

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("correct horse battery staple")


class ClientFactory(factory.django.DjangoModelFactory):
    """A confidential client for users; its secret is known as ``client.secret``."""

    class Meta:
        model = Client
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Application {n}")
    client_type = "confidential"
    redirect_uris = ["https://client.example/callback"]
    grant_types = ["authorization_code", "refresh_token"]
    scope = "read write follow"

    @factory.post_generation
    def secret(self, create, extracted, **kwargs):
        if self.client_type == "confidential":
            _, self.secret = ClientSecret.objects.issue(client=self, value=extracted)


class PublicClientFactory(ClientFactory):
    """A public client: no secret, PKCE always."""

    client_type = "public"
    redirect_uris = ["http://127.0.0.1/callback", "com.example.app:/callback"]


class ServiceFactory(ClientFactory):
    """A confidential client that acts for itself."""

    redirect_uris = []
    grant_types = ["client_credentials"]


class ScopeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scope
        django_get_or_create = ["name"]

    name = "read"
    title = factory.LazyAttribute(lambda scope: scope.name)


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Grant

    client = factory.SubFactory(ClientFactory)
    user = factory.SubFactory(UserFactory)
    grant_type = "authorization_code"
    scope = "read write"


class IssuedFactory(factory.django.DjangoModelFactory):
    """What hangs from a grant; nobody knows its value."""

    grant = factory.SubFactory(GrantFactory)
    digest = factory.Sequence(lambda n: f"{n:064}")
    created_at = factory.LazyFunction(timezone.now)


class AccessTokenFactory(IssuedFactory):
    class Meta:
        model = AccessToken


class RefreshTokenFactory(IssuedFactory):
    class Meta:
        model = RefreshToken
