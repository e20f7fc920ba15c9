"""The protected views, judged at start-up."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from django.core import checks
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connections

from oauth_provider.conf import PREFIX, conf
from oauth_provider.models import Scope

from .protected_views import ProtectedView, protected_views


def judge_views() -> list[CheckMessage]:
    """W005: a view asks for a scope that nobody defined. W006: it asks for none, and is closed."""
    views = list(protected_views())
    defined = _defined({name for view in views for name in view.scopes})
    return [message for view in views for message in _judge(view, defined)]


def _judge(view: ProtectedView, defined: set[str]) -> Iterator[CheckMessage]:
    for name in dict.fromkeys(view.scopes):
        if name not in defined:
            problem = f"{view.name} requires the scope {name!r}, which nobody defined."
            yield checks.Warning(problem, hint=_hint(name, defined), id="oauth_provider.W005")
    if view.is_closed:
        problem = f"{view.name} lets no token in, as it does not say which scopes it requires."
        hint = 'Add required_scopes = ["…"] to a class, or @require_scopes("…") to a function.'
        yield checks.Warning(problem, hint=hint, id="oauth_provider.W006")


def _hint(name: str, defined: Iterable[str]) -> str:
    line = f'Add "{name}": {{"title": "…"}} to {PREFIX}SCOPES and migrate.'
    similar = get_close_matches(name, sorted(defined), n=1)
    return f"{line} Or did you mean {similar[0]!r}?" if similar else line


def _defined(wanted: set[str]) -> set[str]:
    """The declared scopes; if that leaves a question, those of the database as well.

    All that is wanted counts as defined while the database cannot be asked.
    """
    declared = set(conf.SCOPES) if isinstance(conf.SCOPES, Mapping) else set()
    if wanted <= declared:
        return declared
    stored = _stored()
    return declared | (wanted if stored is None else stored)


def _stored() -> set[str] | None:
    """The names in the database, none before the first migrate; None if it does not answer."""
    try:
        tables = connections[Scope.objects.db].introspection.table_names()
        if Scope._meta.db_table not in tables:
            return set()
        return set(Scope.objects.values_list("name", flat=True))
    except (Error, ImproperlyConfigured):
        return None
