"""Introspection for resource servers that authenticate by a token (RFC 7662 §2.1)."""

from django.http import HttpRequest, HttpResponse

from oauth_provider import bridge
from oauth_provider.domain.liveness import Liveness
from oauth_provider.models import AccessToken, moment
from oauth_provider.models.trouble import retried
from oauth_provider.protocol import server
from oauth_provider.protocol.message import Answer, Message
from oauth_provider.rest_framework.challenges import challenge
from oauth_provider.views import introspection
from oauth_provider.views.throttling import throttled

SCOPE = "introspection"


class IntrospectionView(introspection.IntrospectionView):
    """Answers client credentials as ever, and a bearer token with the scope ``introspection``."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Tell whoever may ask what the token is good for."""
        value = bridge.bearer_token(request)
        if value is None:
            return super().post(request)
        message = bridge.read_body(request)

        def answer() -> HttpResponse:
            return bridge.respond(retried(lambda: _answer(message, value)))

        return throttled(request, SCOPE, answer)


def _answer(message: Message, value: str) -> Answer:
    asking = AccessToken.find(value)
    if asking is None or asking.confirmation_key or not _is_live(asking):
        return _refused("invalid_token", "The access token is not good (any more).", 401)
    if not asking.allows([SCOPE]):
        return _refused("insufficient_scope", f"This needs a token with the scope {SCOPE}.", 403)
    return server.introspect(message, by_resource_server=True)


def _is_live(token: AccessToken) -> bool:
    return token.liveness(moment.now()) is Liveness.LIVE


def _refused(error: str, description: str, status: int) -> Answer:
    told = challenge(error=error, error_description=description)
    return Answer(
        {"error": error, "error_description": description}, status, {"WWW-Authenticate": told}
    )
