"""The introspection endpoint (RFC 7662)."""

from oauth_provider.protocol import server

from .endpoint import ProtocolView


class IntrospectionView(ProtocolView):
    """Tells a client what a token is good for."""

    answer = staticmethod(server.introspect)
