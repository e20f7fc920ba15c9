"""The site before the switch."""

from django.contrib.auth.views import LoginView
from django.urls import include, path
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.decorators import protected_resource, rw_protected_resource
from oauth2_provider.views.generic import (
    ProtectedResourceView,
    ReadWriteScopedResourceView,
    ScopedProtectedResourceView,
)
from rest_framework.authentication import SessionAuthentication

from . import api
from .plain import plain_views

AUTHENTICATION = [OAuth2Authentication, SessionAuthentication]

urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("accounts/login/", LoginView.as_view(), name="login"),
    *(
        path(f"api/{name}", view.as_view(authentication_classes=AUTHENTICATION))
        for name, view in api.VIEWS.items()
    ),
    *plain_views(
        protected_resource,
        rw_protected_resource,
        [ProtectedResourceView, ScopedProtectedResourceView, ReadWriteScopedResourceView],
    ),
]
