"""The toolkit's tables and settings: read, never written, and swapped ones too."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, router
from oauth2_provider.settings import oauth2_settings

from oauth_provider.domain import secret
from oauth_provider.models import moment

Row = dict[str, Any]


def is_installed() -> bool:
    """Are its tables at hand?"""
    return apps.is_installed("oauth2_provider")


def table(kind: str) -> models.QuerySet[Any]:
    """All rows of APPLICATION, ACCESS_TOKEN or REFRESH_TOKEN, whatever the site's managers hide."""
    model: Any = apps.get_model(getattr(oauth2_settings, f"{kind}_MODEL"))
    manager: models.Manager[Any] = model._base_manager
    return manager.using(router.db_for_write(model))


def columns(queryset: models.QuerySet[Any], *names: str) -> list[str]:
    """Those of the columns that its table has: each 3.x release has added some."""
    return [name for name in names if _has(queryset.model, name)]


def pages(queryset: models.QuerySet[Any], *names: str, size: int) -> Iterator[list[Row]]:
    """The rows by primary key, so many at a time."""
    rows = queryset.order_by("pk").values("pk", *columns(queryset, *names))
    page = read(rows[:size])
    while page:
        yield page
        page = read(rows.filter(pk__gt=page[-1]["pk"])[:size])


def read(rows: Iterable[Any]) -> list[Row]:
    """These rows, with their moments as this side has them."""
    if settings.USE_TZ:
        return list(rows)
    return [{name: _aware(value) for name, value in row.items()} for row in rows]


def digest_of(row: Row, prefix: str = "") -> str | None:
    """The SHA-256 of a token: as stored, or of its clear value; None if neither is there."""
    if checksum := row.get(f"{prefix}token_checksum"):
        return str(checksum)
    value = row.get(f"{prefix}token")
    return secret.digest(value) if value else None


def seconds(setting: str) -> timedelta | None:
    """A duration in the toolkit's settings; None where there is none."""
    value = getattr(oauth2_settings, setting)
    if not value:
        return None
    return value if isinstance(value, timedelta) else timedelta(seconds=value)


def _aware(value: Any) -> Any:
    return moment.aware(value) if isinstance(value, datetime) else value


def _has(model: Any, name: str) -> bool:
    first, _, rest = name.partition("__")
    fields = {field.name: field for field in model._meta.get_fields()}
    field: Any = fields.get(first) or fields.get(first.removesuffix("_id"))
    if field is None:
        return name == "pk"
    return not rest or _has(field.related_model, rest)
