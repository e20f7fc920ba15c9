"""The endpoints of each party, side by side."""

from django.urls import path

from oauth_provider.views.introspection import IntrospectionView
from oauth_provider.views.token import TokenView

from .floor import views as floor
from .settings import HAS_TOOLKIT
from .views import BelievingView, ProtectedView, UnprotectedView

urlpatterns = [
    path("unprotected/api", UnprotectedView.as_view()),
    path("believing/api", BelievingView.as_view()),
    path("floor/token", floor.token),
    path("floor/introspect", floor.introspect),
    path("floor/api", floor.APIView.as_view()),
    path("ours/token", TokenView.as_view()),
    path("ours/introspect", IntrospectionView.as_view()),
    path("ours/api", ProtectedView.as_view()),
]
if HAS_TOOLKIT:
    from .toolkit import urls as toolkit

    urlpatterns += toolkit.urlpatterns
