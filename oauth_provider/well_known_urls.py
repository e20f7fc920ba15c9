"""What clients look for at the root of the site (RFC 8615)."""

from django.urls import re_path

from .views.metadata import MetadataView

urlpatterns = [
    re_path(
        r"^oauth-authorization-server(?:/(?P<issuer_path>.*))?$",
        MetadataView.as_view(),
        name="oauth-authorization-server",
    ),
]
