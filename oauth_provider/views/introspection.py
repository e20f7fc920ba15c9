"""The introspection endpoint (RFC 7662)."""

from oauth_provider.protocol import server
from oauth_provider.protocol.message import Answer, Message

from .endpoint import ProtocolView


class IntrospectionView(ProtocolView):
    """Tells a client what a token is good for."""

    def answer(self, message: Message) -> Answer:
        """Tell the client what a token is good for."""
        return server.introspect(message)
