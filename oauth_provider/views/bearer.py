"""What only the holder of an access token is told, in the header and by any page (RFC 6750)."""

from django.http import HttpRequest, HttpResponse

from oauth_provider import bridge
from oauth_provider.models import AccessToken
from oauth_provider.models.trouble import retried
from oauth_provider.protocol import protected_resource
from oauth_provider.protocol.message import Answer
from oauth_provider.protocol.protected_resource import Refusal
from oauth_provider.protocol.token_cache.user import RevokedError

from .cors import Admission, admission_of_every_client
from .endpoint import EndpointView


class BearerView(EndpointView):
    """Tells the holder of a token that covers ``required_scope``; ``None``: of any token."""

    http_method_names = ["get", "head", "post", "options"]
    required_scope: str | None = None

    def admission(self, request: HttpRequest) -> Admission:
        """The token decides, and no cookie."""
        return admission_of_every_client(request, methods=self.allowed_methods)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Judge the token, then tell."""
        value = bridge.bearer_token(request)
        found = retried(lambda: protected_resource.examine(value, scope=self.required_scope))
        try:
            answer = self.refuse(found) if isinstance(found, Refusal) else self.tell(found)
        except RevokedError:
            answer = self.refuse(protected_resource.revoked())
        return bridge.respond(answer)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The same (OpenID Connect Core §5.3.1)."""
        return self.get(request)

    def tell(self, token: AccessToken) -> Answer:
        """What its holder wants to know."""
        raise NotImplementedError

    def refuse(self, refusal: Refusal) -> Answer:
        """In the words of an API."""
        challenge = {"WWW-Authenticate": refusal.challenge}
        return Answer({"error": refusal.description}, refusal.status, challenge)
