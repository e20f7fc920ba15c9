"""Points in time: in UTC, whatever USE_TZ says, so that no clock change moves an end.

Django's own times are naive where USE_TZ is off, and an hour of them comes twice each autumn:
what has expired would come back to life. So moments are kept in UTC there, too.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


def now() -> datetime:
    """Which moment is it?"""
    return datetime.now(UTC)


def aware(found: datetime) -> datetime:
    """The same in UTC; a naive one is in the site's time zone."""
    if timezone.is_naive(found):
        found = found.replace(tzinfo=timezone.get_default_timezone())
    return found.astimezone(UTC)


def as_django_has_it(found: datetime) -> datetime:
    """The same for a column that is not ours: naive where USE_TZ is off."""
    if settings.USE_TZ:
        return found
    return timezone.make_naive(found, timezone.get_default_timezone())


class MomentField(models.DateTimeField):  # type: ignore[type-arg]
    """A DateTimeField whose values are always aware. Its column and its migrations are the same."""

    def deconstruct(self) -> Any:
        """Nothing that a migration has to know."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs

    def get_default(self) -> Any:
        """The default, which may be Django's own idea of now."""
        return _aware_if_any(super().get_default())

    def to_python(self, value: Any) -> Any:
        """What a form or a fixture says. Django does it where USE_TZ is on, and warns."""
        found = super().to_python(value)
        return found if settings.USE_TZ else _aware_if_any(found)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Naive where a database has no time zones, but never local."""
        value = value if prepared else self.get_prep_value(value)
        is_ours = not (settings.USE_TZ or connection.features.supports_timezones)
        if is_ours and isinstance(value, datetime):
            value = timezone.make_naive(value, UTC)
        return super().get_db_prep_value(value, connection, prepared=True)

    def get_db_converters(self, connection: Any) -> list[Callable[..., Any]]:
        """None where Django already gives what we want."""
        is_utc = settings.USE_TZ and connection.timezone_name == "UTC"
        return [] if is_utc else [_from_database]


def _from_database(value: Any, _expression: Any, connection: Any) -> Any:
    if value is None or timezone.is_aware(value) or connection.features.supports_timezones:
        return _aware_if_any(value)
    return value.replace(tzinfo=UTC)


def _aware_if_any(value: Any) -> Any:
    return value if value is None else aware(value)
