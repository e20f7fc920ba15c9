"""What happens to grants and scopes when something else happens."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import is_password_usable
from django.db import transaction
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save
from django.utils import timezone

from .conf import conf
from .models import Grant, Scope
from .models.scope import forget_registry


def connect_all(config: AppConfig) -> None:
    """Connect each receiver to its signal."""
    post_migrate.connect(define_scopes, sender=config)
    post_save.connect(forget_scopes, sender=Scope)
    post_delete.connect(forget_scopes, sender=Scope)
    pre_save.connect(note_lost_password)
    post_save.connect(end_grants_of_changed_user)


def define_scopes(using: str, **_signal: Any) -> None:
    """After each migrate, define what the settings declare and nobody has defined yet."""
    Scope.objects.using(using).define(conf.SCOPES)


def forget_scopes(**_signal: Any) -> None:
    """Now for this request, and again when others can see the edit."""
    forget_registry()
    transaction.on_commit(forget_registry)


def note_lost_password(instance: Any, *, raw: bool, **_signal: Any) -> None:
    """Is this a user whose usable password is being made unusable?"""
    if raw or not isinstance(instance, get_user_model()) or instance.has_usable_password():
        return
    users = type(instance)._base_manager  # noqa: SLF001 — its public name varies
    stored = users.filter(pk=instance.pk).values_list("password", flat=True)
    vars(instance)["has_lost_password"] = any(map(is_password_usable, stored))


def end_grants_of_changed_user(instance: Any, *, raw: bool, **_signal: Any) -> None:
    """A deactivated user's grants end for good; so do those given under an old password.

    Django keeps ``_password`` set while it saves a new password, but not while it merely
    upgrades the hash of the same one at login.
    """
    if raw or not isinstance(instance, get_user_model()):
        return
    has_new_password = getattr(instance, "_password", None) is not None
    has_lost_password = vars(instance).pop("has_lost_password", False)
    is_changed = has_new_password or has_lost_password
    if (is_changed and conf.REVOKE_ON_PASSWORD_CHANGE) or not instance.is_active:
        Grant.objects.on_primary().filter(user_id=instance.pk).revoke(timezone.now())
