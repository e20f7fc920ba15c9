"""What happens to grants and scopes when something else happens."""

import logging
from typing import Any

from django.apps import AppConfig
from django.apps import apps as global_apps
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.signals import user_logged_in
from django.db import router
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save

from oauth_provider.models import moment

from . import auth_time
from .conf import conf
from .models import Grant, Scope
from .models.scope import announce_edit
from .models.scope_sync import sync

logger = logging.getLogger(__name__)


def connect_all(config: AppConfig) -> None:
    """Connect each receiver to its signal."""
    post_migrate.connect(define_scopes, sender=config)
    post_save.connect(note_edited_scope, sender=Scope)
    post_delete.connect(note_edited_scope, sender=Scope)
    pre_save.connect(note_lost_password)
    post_save.connect(end_grants_of_changed_user)
    user_logged_in.connect(auth_time.note)


def define_scopes(using: str, apps: Any = global_apps, **_signal: Any) -> None:
    """After each migrate, bring in what the settings declare."""
    if not _has_table(apps, using):
        return
    for way in sync(conf.SCOPES, using=using).cycles:
        logger.warning("scopes imply one another: %s", " → ".join(way))


def _has_table(apps: Any, using: str) -> bool:
    """Is the table there, as this code knows it? Not after migrating backwards, or elsewhere."""
    try:
        migrated = apps.get_model(Scope._meta.label)
    except LookupError:
        return False
    is_current = _columns(migrated) == _columns(Scope)
    return is_current and router.allow_migrate_model(using, Scope)


def _columns(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.fields}


def note_edited_scope(using: str, **_signal: Any) -> None:
    """The registry reads the definitions anew."""
    announce_edit(using)


def note_lost_password(instance: Any, *, raw: bool, using: str, **_signal: Any) -> None:
    """Is this a user whose usable password is being made unusable?"""
    if raw or not isinstance(instance, get_user_model()) or instance.has_usable_password():
        return
    users = type(instance)._base_manager
    stored = users.using(using).filter(pk=instance.pk).values_list("password", flat=True)
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
        Grant.objects.filter(user_id=instance.pk).revoke(moment.now())
