"""The microblog's app configuration."""

from django.apps import AppConfig
from django.contrib.auth import get_user_model
from django.db.models.signals import post_save


class MicroblogConfig(AppConfig):
    """Gives each new user an account."""

    name = "example_project.microblog"
    label = "microblog"
    verbose_name = "Microblog"

    def ready(self) -> None:
        from .models.account import open_account  # noqa: PLC0415 — models are ready only now

        post_save.connect(open_account, sender=get_user_model(), dispatch_uid="microblog.account")
