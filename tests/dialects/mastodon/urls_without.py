"""A site that does not speak to Mastodon's clients."""

from django.urls import include, path

urlpatterns = [
    path("oauth/", include("oauth_provider.urls")),
    path(".well-known/", include("oauth_provider.well_known_urls")),
]
