"""The token endpoint (RFC 6749 §3.2)."""

from oauth_provider.protocol import server
from oauth_provider.protocol.message import Answer, Message

from .endpoint import ProtocolView


class TokenView(ProtocolView):
    """Exchanges a grant for tokens."""

    def answer(self, message: Message) -> Answer:
        """Exchange a grant for tokens."""
        return server.token(message)
