"""Error reports say where it happened, and nothing that was said in confidence."""

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class ConfidentialReporterFilter(SafeExceptionReporterFilter):
    """Hides every parameter and every local variable: codes, tokens and secrets pass through them.

    Django looks for it on the request (``exception_reporter_filter``). Inactive while DEBUG is on.
    """

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """The names of the parameters."""
        found = super().get_post_parameters(request)
        if request is None or not self.is_active(request):
            return dict(found)
        return dict.fromkeys(found, self.cleansed_substitute)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        """The names of the variables."""
        found = dict(super().get_traceback_frame_variables(request, tb_frame))
        hidden = dict.fromkeys(found, self.cleansed_substitute)
        return (hidden if self.is_active(request) else found).items()


def keep_confidential(request: HttpRequest) -> None:
    """Whatever fails while this request is answered, its report names no secret."""
    request.exception_reporter_filter = ConfidentialReporterFilter()
