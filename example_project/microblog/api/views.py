"""What all views of the API share."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404
from rest_framework.permissions import SAFE_METHODS, AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from example_project.microblog.models import Account
from oauth_provider.models import Client
from oauth_provider.rest_framework import TokenHasScope

from .errors import UserRequired, answer_error


class MicroblogView(APIView):
    """A view that knows whose account is asking, and answers errors like Mastodon."""

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Response | None]:
        return answer_error

    @property
    def account(self) -> Account:
        """The account of the token's user. Raises UserRequired for a client's own token."""
        if not isinstance(self.request.user, AbstractBaseUser):
            raise UserRequired
        return Account.objects.of(self.request.user)

    @property
    def reader(self) -> Account | None:
        """For whom to read what is open to everybody: the account, if there is one."""
        return self.account if isinstance(self.request.user, AbstractBaseUser) else None

    @property
    def client(self) -> Client:
        """The application that a token was issued to; asked where a token is required."""
        token: Any = self.request.auth
        client: Client = token.grant.client
        return client


class OpenToRead(TokenHasScope):
    """Everybody may read. A token, where there is one, has the view's scopes even so."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        is_open = request.auth is None and request.method in SAFE_METHODS
        return is_open or super().has_permission(request, view)


class NoSuchEndpointView(MicroblogView):
    """Any other path below ``/api/``."""

    permission_classes = [AllowAny]
    authentication_classes = []
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404("Not found")
