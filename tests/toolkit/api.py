"""One API, protected by the toolkit's own permission classes and decorators."""

from django.http import JsonResponse
from oauth2_provider.contrib.rest_framework import (
    IsAuthenticatedOrTokenHasScope,
    TokenHasReadWriteScope,
    TokenHasResourceScope,
    TokenHasScope,
    TokenMatchesOASRequirements,
)
from rest_framework.response import Response
from rest_framework.views import APIView


class WhoView(APIView):
    """Says who calls."""

    def get(self, request):
        """The user, and what the token is for."""
        token = request.auth
        return Response(
            {
                "user": request.user.get_username() if request.user else "",
                "application": token.application.client_id if token else None,
                "scopes": sorted(token.scopes) if token else None,
            }
        )

    post = get


class ScopeView(WhoView):
    permission_classes = [TokenHasScope]
    required_scopes = ["read"]


class ReadWriteView(WhoView):
    permission_classes = [TokenHasReadWriteScope]


class ResourceView(WhoView):
    permission_classes = [TokenHasResourceScope]
    required_scopes = ["music"]


class AuthenticatedOrScopeView(WhoView):
    permission_classes = [IsAuthenticatedOrTokenHasScope]
    required_scopes = ["write"]


class OASView(WhoView):
    permission_classes = [TokenMatchesOASRequirements]
    required_alternate_scopes = {"GET": [["read", "write"], ["music:read"]], "POST": [["write"]]}


VIEWS = {
    "scope": ScopeView,
    "readwrite": ReadWriteView,
    "resource": ResourceView,
    "authenticated": AuthenticatedOrScopeView,
    "oas": OASView,
}


def owner(request):
    """A plain view: whose token was it?"""
    found = request.resource_owner
    return JsonResponse({"owner": found.get_username() if found else None})
