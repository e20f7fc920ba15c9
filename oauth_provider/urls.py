"""The endpoints. Each answers with and without a trailing slash."""

from django.urls import re_path

from .views.account import SwitchAccountView
from .views.applications.application import ApplicationView
from .views.applications.deletion import DeleteApplicationView
from .views.applications.listing import ApplicationsView
from .views.applications.new_secret import NewSecretView
from .views.applications.registration import RegisterApplicationView
from .views.applications.secret_revocation import RevokeSecretView
from .views.authorization import AuthorizationView
from .views.authorized.application import AuthorizedApplicationView
from .views.authorized.listing import AuthorizedView
from .views.authorized.narrowing import NarrowView
from .views.authorized.withdrawal import WithdrawView
from .views.introspection import IntrospectionView
from .views.native import NativeView
from .views.registration import RegisteredView, RegistrationView
from .views.revocation import RevocationView
from .views.token import TokenView
from .views.token_info import TokenInfoView
from .views.userinfo import UserinfoView

app_name = "oauth_provider"

APPLICATION = r"^applications/(?P<pk>[0-9]{1,18})"
AUTHORIZED = r"^authorized/(?P<pk>[0-9]{1,18})"

urlpatterns = [
    re_path(r"^authorize/?$", AuthorizationView.as_view(), name="authorize"),
    re_path(r"^authorize/switch/?$", SwitchAccountView.as_view(), name="switch_account"),
    re_path(r"^authorize/native/?$", NativeView.as_view(), name="native"),
    re_path(r"^token/?$", TokenView.as_view(), name="token"),
    re_path(r"^token/info/?$", TokenInfoView.as_view(), name="token_info"),
    re_path(r"^revoke/?$", RevocationView.as_view(), name="revoke"),
    re_path(r"^introspect/?$", IntrospectionView.as_view(), name="introspect"),
    re_path(r"^userinfo/?$", UserinfoView.as_view(), name="userinfo"),
    re_path(r"^register/?$", RegistrationView.as_view(), name="register"),
    re_path(r"^register/(?P<client_id>[^/]+)/?$", RegisteredView.as_view(), name="registered"),
    re_path(r"^applications/?$", ApplicationsView.as_view(), name="applications"),
    re_path(
        r"^applications/register/?$",
        RegisterApplicationView.as_view(),
        name="register_application",
    ),
    re_path(rf"{APPLICATION}/?$", ApplicationView.as_view(), name="application"),
    re_path(
        rf"{APPLICATION}/delete/?$", DeleteApplicationView.as_view(), name="delete_application"
    ),
    re_path(rf"{APPLICATION}/secrets/new/?$", NewSecretView.as_view(), name="new_secret"),
    re_path(
        rf"{APPLICATION}/secrets/(?P<secret_pk>[0-9]{{1,18}})/revoke/?$",
        RevokeSecretView.as_view(),
        name="revoke_secret",
    ),
    re_path(r"^authorized/?$", AuthorizedView.as_view(), name="authorized"),
    re_path(
        rf"{AUTHORIZED}/?$", AuthorizedApplicationView.as_view(), name="authorized_application"
    ),
    re_path(rf"{AUTHORIZED}/narrow/?$", NarrowView.as_view(), name="narrow"),
    re_path(rf"{AUTHORIZED}/withdraw/?$", WithdrawView.as_view(), name="withdraw"),
]
