"""May this token do this? Views name the scopes they need; the registry says what covers them."""

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from oauth_provider.models import AccessToken

from .challenges import InsufficientScope

if TYPE_CHECKING:  # at run time, views import permissions
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)

RequiredScopes = Sequence[str] | Mapping[str, Sequence[str]]


class TokenHasScope(BasePermission):
    """The token covers the view's ``required_scopes``.

    ``required_scopes`` is one list for all methods, or a list for each:
    ``{"GET": ["read:statuses"], "POST": ["write:statuses"]}``. A method that is not named is
    refused, and so is everything by a view that names nothing; HEAD and OPTIONS need what GET
    needs.
    """

    denial: InsufficientScope | None = None

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Is there a token, and does it cover what the view requires?"""
        token = request.auth
        if not isinstance(token, AccessToken):
            return False
        required = self.required_scopes(request, view)
        if required is not None and token.allows(required):
            return True
        self.denial = InsufficientScope(required or ())
        return False

    @property
    def message(self) -> None:
        """DRF asks this of a permission that refused: raise the challenge instead of its own 403.

        Raised here and not in ``has_permission``, so that ``|`` and ``~`` can still be composed.
        """
        if self.denial is not None:
            raise self.denial

    def required_scopes(self, request: Request, view: "APIView") -> Sequence[str] | None:
        """What this request needs; None if the view does not serve its method to tokens."""
        declared: RequiredScopes | None = getattr(view, "required_scopes", None)
        if declared is None:
            logger.error("%s defines no required_scopes: refused", type(view).__name__)
            return None
        return _for_method(declared, request.method or "")


class TokenHasReadWriteScope(TokenHasScope):
    """``read`` for safe methods and ``write`` for the others, and ``required_scopes`` if any."""

    def required_scopes(self, request: Request, view: "APIView") -> Sequence[str] | None:
        """``read`` or ``write``, before what the view adds."""
        base = ["read"] if request.method in SAFE_METHODS else ["write"]
        added = _for_method(getattr(view, "required_scopes", ()), request.method or "")
        return None if added is None else [*base, *added]


class IsAuthenticatedOrTokenHasScope(TokenHasScope):
    """A user who came by other means than a token, or a token that covers the view's scopes."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Tokens are judged by their scope, everybody else by being signed in."""
        if isinstance(request.auth, AccessToken):
            return super().has_permission(request, view)
        return bool(request.user and request.user.is_authenticated)


def _for_method(declared: RequiredScopes, method: str) -> Sequence[str] | None:
    if not isinstance(declared, Mapping):
        return declared
    is_like_get = method in {"HEAD", "OPTIONS"} and method not in declared
    return declared.get("GET" if is_like_get else method)
