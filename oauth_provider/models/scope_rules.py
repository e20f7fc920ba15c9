"""What a scope cannot be, and why, in words for whoever defines it."""

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from oauth_provider.domain.scope import is_scope_token, prefix_of

if TYPE_CHECKING:
    from .scope import Scope

TRANSLATED = ("title", "description", "group")


def problems(scope: "Scope", *, known: Container[str]) -> dict[str, list[str]]:
    """The fields that are wrong, with the reasons. ``known``: the names that it may imply."""
    found = {
        "name": _name_problems(scope.name),
        "implies": _implication_problems(scope, known),
        "translations": _translation_problems(scope.translations),
    }
    return {field: reasons for field, reasons in found.items() if reasons}


def about_cycle(way: Iterable[str]) -> str:
    """What is wrong with scopes that imply themselves."""
    circle = " → ".join(way)
    return gettext("A scope cannot imply itself: %(circle)s.") % {"circle": circle}


def about_languages(translations: object, known: Container[str]) -> list[str]:
    """What is wrong with the languages of translations, for a site that has these."""
    named = translations if isinstance(translations, dict) else {}
    text = gettext("“%(code)s” is none of this site's languages (LANGUAGES in its settings).")
    return [text % {"code": code} for code in named if code not in known]


def _name_problems(name: str) -> list[str]:
    if not name or is_scope_token(name):
        return []  # an empty one is refused by the field itself
    return [gettext("A scope has no blanks, quotes or backslashes, and no letters but A to Z.")]


def _implication_problems(scope: "Scope", known: Container[str]) -> list[str]:
    names = scope.implies
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return [gettext("This must be a list of scope names.")]
    others = (name for name in names if name != scope.name)
    return [flaw for name in others if (flaw := _flaw(name, known))]


def _flaw(implied: str, known: Container[str]) -> str | None:
    written = {"name": implied[:100]}
    if not is_scope_token(implied):
        return gettext("“%(name)s” cannot be a scope: see the rules for names.") % written
    if implied in known or prefix_of(implied) is not None:
        return None
    if implied.endswith("*"):
        text = gettext(
            "“%(name)s” is no prefix: it needs a separator before the asterisk, as “read:*” does."
        )
        return text % written
    return gettext("There is no scope “%(name)s”.") % written


def _translation_problems(translations: object) -> list[str]:
    if not isinstance(translations, dict):
        return [gettext('This must be a JSON object, for example {"de": {"title": "Lesen"}}.')]
    return [flaw for code, texts in translations.items() for flaw in _text_flaws(code, texts)]


def _text_flaws(code: str, texts: object) -> Iterator[str]:
    allowed = ", ".join(TRANSLATED)
    if not isinstance(texts, dict):
        yield gettext("“%(code)s” needs an object with %(allowed)s.") % {
            "code": code,
            "allowed": allowed,
        }
        return
    for key, text in texts.items():
        if key not in TRANSLATED:
            yield gettext("“%(key)s” of “%(code)s” is none of %(allowed)s.") % {
                "key": key,
                "code": code,
                "allowed": allowed,
            }
        elif not isinstance(text, str):
            yield gettext("“%(key)s” of “%(code)s” must be text.") % {"key": key, "code": code}
