"""The token endpoint (RFC 6749 §3.2)."""

from oauth_provider.protocol import server

from .endpoint import ProtocolView


class TokenView(ProtocolView):
    """Exchanges a grant for tokens."""

    answer = staticmethod(server.token)
