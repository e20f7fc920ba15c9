"""The revocation endpoint (RFC 7009)."""

from oauth_provider.protocol import server

from .endpoint import ProtocolView


class RevocationView(ProtocolView):
    """Ends a token of the client."""

    answer = staticmethod(server.revoke)
