"""The revocation endpoint (RFC 7009)."""

from oauth_provider.protocol import server
from oauth_provider.protocol.message import Answer, Message

from .endpoint import ProtocolView


class RevocationView(ProtocolView):
    """Ends a token of the client."""

    def answer(self, message: Message) -> Answer:
        """End a token of the client."""
        return server.revoke(message)
