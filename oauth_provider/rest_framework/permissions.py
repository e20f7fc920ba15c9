"""May this token do this? Views name the scopes they need; the registry says what covers them."""

import logging
from typing import TYPE_CHECKING, ClassVar

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from oauth_provider.models import AccessToken

from .challenges import database_at_hand
from .composition import ScopePermission
from .required_scopes import AnyOf, RequiredScopes, Scopes, scopes_for

if TYPE_CHECKING:  # at run time, views import permissions
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class TokenHasScope(ScopePermission):
    """The token covers the view's ``required_scopes``.

    ``required_scopes`` is one list for all calls, or a list for each method or action:
    ``{"GET": ["read:statuses"], "create": ["write:statuses"]}``. What is not named is refused,
    and so is everything by a view that names nothing; HEAD and OPTIONS need what GET needs.
    An ``AnyOf`` of several lists may stand for any list.
    """

    declared: ClassVar[RequiredScopes | None] = None  # instead of the view's, if not None

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Is there a token, and does it cover what the view requires?"""
        token = request.auth
        if not isinstance(token, AccessToken):
            return False
        needed = self.needed(request, view)
        with database_at_hand():
            allowed = needed.is_covered_by(token)
        self.token, self.lacking = token, None if allowed else needed
        return allowed

    def needed(self, request: Request, view: "APIView") -> AnyOf:
        """What this request needs; nothing will do if the view does not serve it to tokens."""
        required = self.required_scopes(request, view)
        return AnyOf() if required is None else AnyOf(required)

    def required_scopes(self, request: Request, view: "APIView") -> Scopes | None:
        """What this request needs; None if the view does not serve it to tokens."""
        required = self.declared_for(view)
        if required is None:
            logger.error("%s defines no required_scopes: refused", type(view).__name__)
        return scopes_for(required, request.method, view)

    @classmethod
    def declared_for(cls, view: object) -> RequiredScopes | None:
        """All that is declared for this view, whatever the request."""
        if cls.declared is not None:
            return cls.declared
        found: RequiredScopes | None = getattr(view, "required_scopes", None)
        return found

    @classmethod
    def is_closed_without(cls) -> bool:
        """Does it refuse everything of a view that declares no ``required_scopes``?"""
        return cls.declared is None and cls.required_scopes is TokenHasScope.required_scopes


class TokenHasReadWriteScope(TokenHasScope):
    """``read`` for safe methods and ``write`` for the others, and ``required_scopes`` if any."""

    def required_scopes(self, request: Request, view: "APIView") -> Scopes | None:
        """``read`` or ``write``, before what the view adds."""
        base = "read" if request.method in SAFE_METHODS else "write"
        declared = self.declared_for(view)
        added = scopes_for([] if declared is None else declared, request.method, view)
        return None if added is None else AnyOf([base]) & AnyOf(added)


class IsAuthenticatedOrTokenHasScope(TokenHasScope):
    """A user who came by other means than a token, or a token that covers the view's scopes."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Tokens are judged by their scope, everybody else by being signed in."""
        if isinstance(request.auth, AccessToken):
            return super().has_permission(request, view)
        return bool(request.user and request.user.is_authenticated)
