"""The pages."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("public/", views.public_timeline, name="public_timeline"),
    path("compose/", views.compose, name="compose"),
    path("statuses/<str:status_id>/", views.show_status, name="status"),
    re_path(r"^@(?P<username>[\w.@+-]+)/$", views.profile, name="profile"),
]
