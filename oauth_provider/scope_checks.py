"""The declared scopes, judged at start-up: which line is wrong, and what to write there."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.utils.translation import override

from .conf import PREFIX, conf
from .domain.scope import cycles, is_scope_token
from .models import Scope, scope_declaration, scope_rules

NAME = f"{PREFIX}SCOPES"
KEYS = {field: key for key, field in scope_declaration.FIELDS.items()}
KINDS = {str: "text", list: "a list", bool: "True or False", dict: "a dict"}


def judge_scopes() -> list[CheckMessage]:
    """E005: a name or definition. E006: a key or value. E007: what is implied. E008: a cycle.

    Each is only judged where the ones before found nothing.
    """
    declared = conf.SCOPES if isinstance(conf.SCOPES, dict) else {}
    found: list[CheckMessage] = []
    for stage in (_definitions, _values, _fields, _cycles):
        found = found or list(stage(declared))
    return found


def _definitions(declared: Mapping[Any, Any]) -> Iterator[CheckMessage]:
    for name, definition in declared.items():
        if not (isinstance(name, str) and is_scope_token(name) and isinstance(definition, dict)):
            problem = f"{NAME} cannot define {name!r}."
            hint = 'Write "name": {"title": "…"}; a name has no blanks, quotes or backslashes.'
            yield Error(problem, hint=hint, id="oauth_provider.E005")


def _values(declared: Mapping[str, Mapping[Any, Any]]) -> Iterator[CheckMessage]:
    for name, definition in declared.items():
        for key, value in definition.items():
            place, kinds = _place(name, key), scope_declaration.KINDS.get(key)
            if kinds is None:
                hint = f"{_similar([key], KEYS.values())}The keys are {', '.join(KEYS.values())}."
                yield Error(f"{place} means nothing.", hint=hint, id="oauth_provider.E006")
            elif not isinstance(value, kinds):
                problem = f"{place} is {value!r}, which is not {KINDS[kinds[0]]}."
                yield Error(problem, id="oauth_provider.E006")


def _fields(declared: Mapping[str, Mapping[str, Any]]) -> Iterator[CheckMessage]:
    """What the admin would refuse, too."""
    for name, definition in declared.items():
        scope = Scope(name=name, **scope_declaration.read(name, definition))
        strangers = [each for each in scope.implied_names if each not in declared]
        for field, reasons in _refused(scope, declared).items():
            is_implied = field == "implies"
            yield Error(
                f"{_place(name, KEYS[field])}: {' '.join(reasons)}",
                hint=_similar(strangers, declared).strip() or None if is_implied else None,
                id=f"oauth_provider.{'E007' if is_implied else 'E006'}",
            )


def _refused(scope: Scope, declared: Mapping[str, Any]) -> dict[str, list[str]]:
    with override(None):  # messages for developers
        try:
            scope.clean_fields()
        except ValidationError as error:
            return error.message_dict
        languages = scope_rules.about_languages(scope.translations, dict(settings.LANGUAGES))
        found = scope_rules.problems(scope, known=declared)
        return {**({"translations": languages} if languages else {}), **found}


def _cycles(declared: Mapping[str, Mapping[str, Any]]) -> Iterator[CheckMessage]:
    for way in cycles({name: each.get("implies", ()) for name, each in declared.items()}):
        problem = f"{NAME} lets a scope imply itself: {' → '.join(way)}."
        hint = f"Take what leads to {way[-1]!r} out of {_place(way[-2], 'implies')}."
        yield Error(problem, hint=hint, id="oauth_provider.E008")


def _place(name: str, key: object) -> str:
    return f"{NAME}[{name!r}][{key!r}]"


def _similar(words: Iterable[object], known: Iterable[str]) -> str:
    names = sorted(known)
    found = [match for each in words for match in get_close_matches(str(each), names, n=1)]
    return f"Did you mean {', '.join(map(repr, found))}? " if found else ""
