"""The pages."""

from django.urls import path, re_path

from . import pictures, profiles, relationships, search, statuses, timelines
from .sign_up import SignUpView

USERNAME = r"(?P<username>[\w.@+-]+)"
CHANGE = rf"(?P<change>{'|'.join(relationships.CHANGES)})"

urlpatterns = [
    path("", timelines.home, name="home"),
    path("public/", timelines.public_timeline, name="public_timeline"),
    path("search/", search.search, name="search"),
    path("compose/", statuses.compose, name="compose"),
    path("statuses/<str:status_id>/", statuses.show_status, name="status"),
    path("statuses/<str:status_id>/delete/", statuses.delete_status, name="delete_status"),
    path("accounts/signup/", SignUpView.as_view(), name="sign_up"),
    path("profile/", profiles.edit_profile, name="edit_profile"),
    path("profile/blocked/", profiles.blocked, name="blocked"),
    path("profile/muted/", profiles.muted, name="muted"),
    re_path(rf"^@{USERNAME}/$", profiles.profile, name="profile"),
    re_path(rf"^@{USERNAME}/following/$", profiles.following, name="following"),
    re_path(rf"^@{USERNAME}/followers/$", profiles.followers, name="followers"),
    re_path(rf"^@{USERNAME}/{CHANGE}/$", relationships.change_relationship, name="change"),
    re_path(rf"^avatars/{USERNAME}\.svg$", pictures.avatar, name="avatar"),
    re_path(rf"^banners/{USERNAME}\.svg$", pictures.banner, name="banner"),
]
