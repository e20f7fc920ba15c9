"""One small API view, protected by each party in its own way."""

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from oauth_provider.rest_framework import OAuthAuthentication, TokenHasScope


class UnprotectedView(APIView):
    """Whoever asks gets an answer: what the other views do besides checking a token."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []

    def get(self, _request: Request) -> Response:
        """Answer."""
        return Response({"ok": True})


class Believing(BaseAuthentication):
    """Asks for nothing and knows who calls: what is left is what any authentication takes."""

    caller = (AnonymousUser(), "a token")

    def authenticate(self, _request: Request) -> tuple[AnonymousUser, str]:
        """Whoever it is."""
        return self.caller


class BelievingView(UnprotectedView):
    """The same behind an authentication and a permission that check nothing."""

    authentication_classes = [Believing]
    permission_classes = [AllowAny]


class ProtectedView(UnprotectedView):
    """The same behind oauth_provider."""

    authentication_classes = [OAuthAuthentication]
    permission_classes = [TokenHasScope]
    required_scopes = ["read"]
