"""A site that forgot the endpoints."""

urlpatterns: list[object] = []
