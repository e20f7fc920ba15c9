"""The API that both providers protect."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class StatusView(APIView):
    """Needs the scope ``read``."""

    required_scopes = ["read"]

    def get(self, request: Request) -> Response:
        """Say who asks."""
        return Response({"username": request.user.get_username()})
