"""What drf-spectacular writes into an OpenAPI schema: the scheme, and what each operation needs."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.urls import reverse
from drf_spectacular.drainage import warn
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.request import Request

from oauth_provider.conf import conf
from oauth_provider.models.scope import Scope, registry

from .composition import MEANING, Composed
from .permissions import TokenHasScope
from .required_scopes import AnyOf

if TYPE_CHECKING:  # at run time, views import authentication, which comes with this
    from drf_spectacular.openapi import AutoSchema
    from rest_framework.views import APIView

Requirement = dict[str, list[str]]

NOTHING = AnyOf([])


class OAuthScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OpenAPI's ``oauth2`` security scheme, with the scopes of the registry."""

    target_class = "oauth_provider.rest_framework.OAuthAuthentication"
    match_subclasses = True
    name = "oauth2"

    def get_security_definition(self, auto_schema: "AutoSchema") -> dict[str, Any]:
        """The flows of users and of clients that act for themselves, and all scopes."""
        token = {"tokenUrl": _url("token"), "scopes": _scopes()}
        users = {"authorizationUrl": _url("authorize"), "refreshUrl": _url("token"), **token}
        return {"type": "oauth2", "flows": {"authorizationCode": users, "clientCredentials": token}}

    def get_security_requirement(self, auto_schema: "AutoSchema") -> list[Requirement]:
        """One requirement for each set of scopes that will do."""
        view = auto_schema.view
        needed = NOTHING
        for permission in view.get_permissions():
            needed &= _asked(permission, view.request, view)
        return [{"oauth2": list(names)} for names in (needed.sets or NOTHING.sets)]


def _asked(permission: Any, request: Request, view: "APIView") -> AnyOf:
    operator: Any = permission.operator if isinstance(permission, Composed) else permission
    if (meaning := MEANING.get(type(operator))) is not None:
        operands = (_asked(each, request, view) for each in (operator.op1, operator.op2))
        return meaning(*operands)
    return _needed(permission, request, view) if isinstance(permission, TokenHasScope) else NOTHING


def _needed(permission: TokenHasScope, request: Request, view: "APIView") -> AnyOf:
    declared: Any = getattr(type(view), "required_scopes", None)
    try:
        if hasattr(
            declared, "__get__"
        ):  # asked here, a property also tells that it lacks something
            declared.__get__(view, type(view))
        return permission.needed(request, view)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # A property may ask for what only a real request has.
        warn(f"The scopes that {type(view).__name__} needs depend on the request: {error!r}")
        return NOTHING


def _scopes() -> dict[str, str]:
    return {name: _described(scope) for name, scope in registry().definitions.items()}


def _described(scope: Scope) -> str:
    return ": ".join(text for text in (scope.shown_title, scope.shown_description) if text)


def _url(endpoint: str) -> str:
    """At the issuer's origin if there is one, else relative to where the schema is served."""
    return urljoin(conf.ISSUER or "", reverse(f"oauth_provider:{endpoint}"))
