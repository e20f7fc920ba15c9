"""The API's endpoints. Each answers with and without a trailing slash."""

from django.urls import re_path
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView

from .accounts import (
    AccountLookupView,
    AccountStatusesView,
    AccountView,
    FollowersView,
    FollowingView,
    PreferencesView,
    UpdateCredentialsView,
    VerifyCredentialsView,
)
from .guide import guide
from .instance import InstanceV2View, InstanceView
from .relationships import (
    CHANGES,
    BlocksView,
    MutesView,
    RelationshipChangeView,
    RelationshipsView,
)
from .search import AccountSearchView, SearchView
from .statuses import ContextView, StatusesView, StatusView
from .timelines import HomeTimelineView, PublicTimelineView

ACCOUNT = r"v1/accounts/(?P<account_id>[^/]+)"
STATUS = r"v1/statuses/(?P<status_id>[^/]+)"
SCHEMA_FORMATS = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer]

urlpatterns = [
    re_path(r"^v1/accounts/verify_credentials/?$", VerifyCredentialsView.as_view()),
    re_path(r"^v1/accounts/update_credentials/?$", UpdateCredentialsView.as_view()),
    re_path(r"^v1/accounts/relationships/?$", RelationshipsView.as_view()),
    re_path(r"^v1/accounts/search/?$", AccountSearchView.as_view()),
    re_path(r"^v1/accounts/lookup/?$", AccountLookupView.as_view()),
    re_path(rf"^{ACCOUNT}/?$", AccountView.as_view()),
    re_path(rf"^{ACCOUNT}/statuses/?$", AccountStatusesView.as_view()),
    re_path(rf"^{ACCOUNT}/followers/?$", FollowersView.as_view()),
    re_path(rf"^{ACCOUNT}/following/?$", FollowingView.as_view()),
    *(
        re_path(
            rf"^{ACCOUNT}/{name}/?$",
            RelationshipChangeView.as_view(
                change=change, description=description, required_scopes=scopes
            ),
        )
        for name, (change, description, scopes) in CHANGES.items()
    ),
    re_path(r"^v1/blocks/?$", BlocksView.as_view()),
    re_path(r"^v1/mutes/?$", MutesView.as_view()),
    re_path(r"^v1/preferences/?$", PreferencesView.as_view()),
    re_path(r"^v1/statuses/?$", StatusesView.as_view()),
    re_path(rf"^{STATUS}/?$", StatusView.as_view()),
    re_path(rf"^{STATUS}/context/?$", ContextView.as_view()),
    re_path(r"^v1/timelines/home/?$", HomeTimelineView.as_view()),
    re_path(r"^v1/timelines/public/?$", PublicTimelineView.as_view()),
    re_path(r"^v1/instance/?$", InstanceView.as_view()),
    re_path(r"^v2/instance/?$", InstanceV2View.as_view()),
    re_path(r"^v2/search/?$", SearchView.as_view()),
    re_path(r"^docs/?$", guide, name="api_guide"),
    re_path(
        r"^schema/?$", SpectacularAPIView.as_view(renderer_classes=SCHEMA_FORMATS), name="schema"
    ),
]
