"""The site with django-oauth-toolkit."""

from django.contrib.auth.views import LoginView
from django.urls import include, path
from oauth2_provider.contrib.rest_framework import OAuth2Authentication, TokenHasScope

from .api import StatusView


class ProtectedView(StatusView):
    """The API."""

    authentication_classes = [OAuth2Authentication]
    permission_classes = [TokenHasScope]


urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("accounts/login/", LoginView.as_view(), name="login"),
    path("api", ProtectedView.as_view()),
]
