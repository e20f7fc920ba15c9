"""The site after the switch: the same views, and one import changed."""

from django.contrib.auth.views import LoginView
from django.urls import include, path
from rest_framework.authentication import SessionAuthentication

from oauth_provider.rest_framework import OAuthAuthentication
from oauth_provider.toolkit.authentication import SideBySideAuthentication
from oauth_provider.toolkit.decorators import protected_resource, rw_protected_resource
from oauth_provider.toolkit.generic import (
    ProtectedResourceView,
    ReadWriteScopedResourceView,
    ScopedProtectedResourceView,
)

from . import api
from .plain import plain_views

AUTHENTICATION = [OAuthAuthentication, SessionAuthentication]
SIDE_BY_SIDE = [SideBySideAuthentication, SessionAuthentication]

urlpatterns = [
    path("o/", include("oauth_provider.toolkit.urls", namespace="oauth2_provider")),
    path("oauth/", include("oauth_provider.urls")),
    path(".well-known/", include("oauth_provider.well_known_urls")),
    path("accounts/login/", LoginView.as_view(), name="login"),
    *(
        path(f"api/{name}", view.as_view(authentication_classes=AUTHENTICATION))
        for name, view in api.VIEWS.items()
    ),
    *(
        path(f"side/{name}", view.as_view(authentication_classes=SIDE_BY_SIDE))
        for name, view in api.VIEWS.items()
    ),
    *plain_views(
        protected_resource,
        rw_protected_resource,
        [ProtectedResourceView, ScopedProtectedResourceView, ReadWriteScopedResourceView],
    ),
]
