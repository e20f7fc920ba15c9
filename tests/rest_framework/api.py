"""Small views, and calls to them."""

import re

from django.contrib.auth.models import AnonymousUser
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from oauth_provider.rest_framework import OAuthAuthentication

INSUFFICIENT = {"error": "This action is outside the authorized scopes"}


def view(*permissions, required_scopes=None, authentication=(OAuthAuthentication,)):
    """A small API view."""

    class StatusView(APIView):
        authentication_classes = list(authentication)
        permission_classes = list(permissions)

        def get(self, request):
            return Response({"user": str(request.user), "token": type(request.auth).__name__})

        post = delete = get

    if required_scopes is not None:
        StatusView.required_scopes = required_scopes
    return StatusView.as_view()


def call(view, token=None, method="get", user=None, kwargs=None, **headers):
    """The response to a call, with this token if there is one."""
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    request = getattr(APIRequestFactory(), method)("/", headers=headers)
    request.user = user or AnonymousUser()
    return view(request, **kwargs or {})


def wanted(response):
    """The scopes that a refusal names; None if it is not about scopes."""
    challenge = response.get("WWW-Authenticate", "")
    if 'error="insufficient_scope"' not in challenge:
        return None
    named = re.search(r'scope="([^"]*)"', challenge)
    return named[1].split() if named else []
