"""The site: the provider, the microblog's API and pages, and the admin."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path, re_path

from example_project.microblog.api.views import NoSuchEndpointView

handler400 = "oauth_provider.views.unavailable.bad_request"
handler500 = "oauth_provider.views.unavailable.server_error"

urlpatterns = [
    path("oauth/", include("oauth_provider.urls")),
    path(".well-known/", include("oauth_provider.well_known_urls")),
    path("admin/", admin.site.urls),
    path("accounts/login/", LoginView.as_view(template_name="microblog/login.html"), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("", include("oauth_provider.dialects.mastodon.urls")),
    path("api/", include("example_project.microblog.api.urls")),
    re_path(r"^api/", NoSuchEndpointView.as_view()),
    path("", include("example_project.microblog.pages.urls")),
]
