"""The WSGI application, for waitress or any other server."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_project.settings")

django_application = get_wsgi_application()

REFUSAL = b'{"error": "invalid_request", "error_description": "The headers are malformed."}'


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Django, and an answer for a Content-Type that Django cannot even make a request of."""
    try:
        return django_application(environ, start_response)
    except (LookupError, ValueError):
        start_response("400 Bad Request", [("Content-Type", "application/json")])
        return [REFUSAL]
