"""Lets the toolkit's permission classes judge our tokens. Nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolkitConfig(AppConfig):
    """The Django app of a site that comes from django-oauth-toolkit."""

    name = "oauth_provider.toolkit"
    label = "oauth_provider_toolkit"
    verbose_name = _("Coming from django-oauth-toolkit")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """From now on, views need not know whose token it is."""
        from . import permissions  # noqa: PLC0415 — needs the app registry

        permissions.acquaint()
