"""Scopes: from the toolkit's settings, or from the site's scopes backend."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from oauth2_provider.scopes import get_scopes_backend

from oauth_provider.domain import scope
from oauth_provider.models import Client, Scope
from oauth_provider.models.scope import forget_registry, registry

from .run import Run

TITLE_LENGTH = 200
UNKNOWN = (
    "Scopes that live tokens carry and nobody defines (define them if they still mean something)"
)
IMPLIED = "Scopes that imply another one here, which they do not at the toolkit"


def bring(run: Run) -> None:
    """Define the toolkit's scopes as it has them: none of them implies another."""
    declared = {
        str(name): str(text) for name, text in get_scopes_backend().get_all_scopes().items()
    }
    known = set(Scope.objects.values_list("name", flat=True))
    for name, text in declared.items():
        if not scope.is_scope_token(name):
            run.report.note("Scopes whose name RFC 6749 §3.3 does not allow", repr(name))
        elif name not in known:
            Scope.objects.create(name=name, title=text[:TITLE_LENGTH] or name)
            run.report.brought["scopes"] += 1
        elif not _is_declared_by_the_site() and not Client.objects.exists():
            Scope.objects.filter(name=name).update(title=text[:TITLE_LENGTH] or name, implies=[])
    forget_registry()
    _note_implications(run, declared)


@lru_cache(maxsize=1024)
def readable(text: str) -> tuple[str, ...]:
    """The names in a stored scope that can be names here, at most as many as one may hold."""
    names = dict.fromkeys(name for name in text.split() if scope.is_scope_token(name))
    return tuple(names)[: scope.MAX_SCOPES]


def of_application(application: Any) -> tuple[str, str]:
    """What it may ask for, and what it gets if it asks for nothing."""
    backend, known = get_scopes_backend(), registry().known
    available = known(readable(" ".join(backend.get_available_scopes(application=application))))
    defaults = readable(" ".join(backend.get_default_scopes(application=application)))
    kept = (name for name in defaults if name in available)
    return scope.format_scope(available), scope.format_scope(kept)


def note_unknown(run: Run, names: tuple[str, ...]) -> None:
    """Say once that nobody defines these, however many tokens carry them."""
    for name in registry().unknown(names):
        if name not in run.report.notes.get(UNKNOWN, ()):
            run.report.note(UNKNOWN, name)


def _is_declared_by_the_site() -> bool:
    """Has the site said what its scopes are, and what they imply?"""
    return hasattr(settings, "OAUTH_PROVIDER_SCOPES")


def _note_implications(run: Run, declared: Mapping[str, str]) -> None:
    implications = registry().implications
    for name in declared:
        if others := sorted(implications.expand([name]).intersection(declared) - {name}):
            run.report.note(IMPLIED, f"{name}: {', '.join(others)}")
