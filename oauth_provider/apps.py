"""Registers checks and signals. Nothing else."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OAuthProviderConfig(AppConfig):
    """The Django app."""

    name = "oauth_provider"
    verbose_name = _("OAuth provider")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, and let ``manage.py check`` ask."""
        from . import checks, receivers  # noqa: PLC0415 — both need the app registry

        checks.register_all()
        receivers.connect_all(self)
