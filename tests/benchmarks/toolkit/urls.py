"""The toolkit's endpoints, once for each configuration."""

from django.urls import path
from oauth2_provider.contrib.rest_framework import OAuth2Authentication, TokenHasScope
from oauth2_provider.views import IntrospectTokenView, TokenView

from tests.benchmarks.views import UnprotectedView


class ProtectedView(UnprotectedView):
    """The API view behind the toolkit."""

    authentication_classes = [OAuth2Authentication]
    permission_classes = [TokenHasScope]
    required_scopes = ["read"]


# A view class keeps what it made of the settings at its first request.
class HardenedTokenView(TokenView):
    """The token endpoint of the hardened configuration."""


class HardenedIntrospectTokenView(IntrospectTokenView):
    """The introspection endpoint of the hardened configuration."""


class DefaultTokenView(TokenView):
    """The token endpoint of the default configuration."""


class DefaultIntrospectTokenView(IntrospectTokenView):
    """The introspection endpoint of the default configuration."""


urlpatterns = [
    path("toolkit/token", DefaultTokenView.as_view()),
    path("toolkit/introspect", DefaultIntrospectTokenView.as_view()),
    path("toolkit/api", ProtectedView.as_view()),
    path("hardened/token", HardenedTokenView.as_view()),
    path("hardened/introspect", HardenedIntrospectTokenView.as_view()),
    path("hardened/api", ProtectedView.as_view()),
]
