"""The toolkit's paths and names, for clients and templates that know them.

Included beside ``oauth_provider.urls``, whose names the pages use among themselves.
"""

from django.urls import path, re_path

from oauth_provider.views.authorization import AuthorizationView
from oauth_provider.views.metadata import MetadataView
from oauth_provider.views.registration import RegisteredView, RegistrationView
from oauth_provider.views.revocation import RevocationView
from oauth_provider.views.token import TokenView

from .views.introspection import IntrospectionView
from .views.moved import MovedApplicationView, MovedView

app_name = "oauth2_provider"

METADATA = ".well-known/oauth-authorization-server"

metadata_urlpatterns = [
    path(METADATA, MetadataView.as_view(), name="oauth-server-metadata"),
    path(
        f"{METADATA}/<path:issuer_path>",
        MetadataView.as_view(),
        name="oauth-server-metadata-issuer",
    ),
]

base_urlpatterns = [
    path("authorize/", AuthorizationView.as_view(), name="authorize"),
    path("token/", TokenView.as_view(), name="token"),
    path("revoke_token/", RevocationView.as_view(), name="revoke-token"),
    path("introspect/", IntrospectionView.as_view(), name="introspect"),
]

management_urlpatterns = [
    path("applications/", MovedView.as_view(to="applications"), name="list"),
    path("applications/register/", MovedView.as_view(to="register_application"), name="register"),
    path("applications/<slug:pk>/", MovedApplicationView.as_view(to="application"), name="detail"),
    path(
        "applications/<slug:pk>/delete/",
        MovedApplicationView.as_view(to="delete_application"),
        name="delete",
    ),
    path(
        "applications/<slug:pk>/update/",
        MovedApplicationView.as_view(to="application"),
        name="update",
    ),
    path("authorized_tokens/", MovedView.as_view(to="authorized"), name="authorized-token-list"),
    re_path(
        r"^authorized_tokens/(?P<pk>[-a-zA-Z0-9_]+)/delete/$",
        MovedView.as_view(to="authorized"),
        name="authorized-token-delete",
    ),
]

dcr_urlpatterns = [
    path("register/", RegistrationView.as_view(), name="dcr-register"),
    path("register/<str:client_id>/", RegisteredView.as_view(), name="dcr-register-management"),
]

urlpatterns = [
    *metadata_urlpatterns,
    *base_urlpatterns,
    *management_urlpatterns,
    *dcr_urlpatterns,
]
