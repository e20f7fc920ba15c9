"""What Mastodon's clients look for at the root of the site, with and without a trailing slash.

The metadata announce the endpoint that is named like a member of theirs.
"""

from django.urls import re_path

from .registration import AppsView
from .verification import VerifyCredentialsView

urlpatterns = [
    re_path(r"^api/v1/apps/?$", AppsView.as_view(), name="app_registration_endpoint"),
    re_path(r"^api/v1/apps/verify_credentials/?$", VerifyCredentialsView.as_view()),
]
