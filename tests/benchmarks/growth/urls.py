"""The endpoints that the benchmarks share, and those that only this one asks."""

from django.urls import include, path

from oauth_provider.views.authorization import AuthorizationView
from oauth_provider.views.revocation import RevocationView

urlpatterns = [
    path("ours/authorize", AuthorizationView.as_view()),
    path("ours/revoke", RevocationView.as_view()),
    path("", include("tests.benchmarks.urls")),
]
