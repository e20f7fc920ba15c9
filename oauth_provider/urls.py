"""The endpoints. Each answers with and without a trailing slash."""

from django.urls import re_path

from .views.authorization import AuthorizationView
from .views.introspection import IntrospectionView
from .views.native import NativeView
from .views.revocation import RevocationView
from .views.token import TokenView

app_name = "oauth_provider"

urlpatterns = [
    re_path(r"^authorize/?$", AuthorizationView.as_view(), name="authorize"),
    re_path(r"^authorize/native/?$", NativeView.as_view(), name="native"),
    re_path(r"^token/?$", TokenView.as_view(), name="token"),
    re_path(r"^revoke/?$", RevocationView.as_view(), name="revoke"),
    re_path(r"^introspect/?$", IntrospectionView.as_view(), name="introspect"),
]
