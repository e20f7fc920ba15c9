"""The API's endpoints. Each answers with and without a trailing slash."""

from django.urls import re_path

from .accounts import (
    AccountSearchView,
    AccountStatusesView,
    AccountView,
    UpdateCredentialsView,
    VerifyCredentialsView,
)
from .instance import InstanceV2View, InstanceView
from .relationships import (
    CHANGES,
    BlocksView,
    MutesView,
    RelationshipChangeView,
    RelationshipsView,
)
from .search import SearchView
from .statuses import StatusesView, StatusView
from .timelines import HomeTimelineView, PublicTimelineView

ACCOUNT = r"v1/accounts/(?P<account_id>[^/]+)"

urlpatterns = [
    re_path(r"^v1/accounts/verify_credentials/?$", VerifyCredentialsView.as_view()),
    re_path(r"^v1/accounts/update_credentials/?$", UpdateCredentialsView.as_view()),
    re_path(r"^v1/accounts/relationships/?$", RelationshipsView.as_view()),
    re_path(r"^v1/accounts/search/?$", AccountSearchView.as_view()),
    re_path(rf"^{ACCOUNT}/?$", AccountView.as_view()),
    re_path(rf"^{ACCOUNT}/statuses/?$", AccountStatusesView.as_view()),
    re_path(rf"^{ACCOUNT}/(?P<change>{'|'.join(CHANGES)})/?$", RelationshipChangeView.as_view()),
    re_path(r"^v1/blocks/?$", BlocksView.as_view()),
    re_path(r"^v1/mutes/?$", MutesView.as_view()),
    re_path(r"^v1/statuses/?$", StatusesView.as_view()),
    re_path(r"^v1/statuses/(?P<status_id>[^/]+)/?$", StatusView.as_view()),
    re_path(r"^v1/timelines/home/?$", HomeTimelineView.as_view()),
    re_path(r"^v1/timelines/public/?$", PublicTimelineView.as_view()),
    re_path(r"^v1/instance/?$", InstanceView.as_view()),
    re_path(r"^v2/instance/?$", InstanceV2View.as_view()),
    re_path(r"^v2/search/?$", SearchView.as_view()),
]
