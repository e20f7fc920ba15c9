"""The site with oauth_provider."""

from django.contrib.auth.views import LoginView
from django.urls import include, path

from oauth_provider.rest_framework import OAuthAuthentication, TokenHasScope

from .api import StatusView


class ProtectedView(StatusView):
    """The API."""

    authentication_classes = [OAuthAuthentication]
    permission_classes = [TokenHasScope]


urlpatterns = [
    path("o/", include("oauth_provider.urls")),
    path("accounts/login/", LoginView.as_view(), name="login"),
    path("api", ProtectedView.as_view()),
]
