"""Names of applications: may this one stand on a consent page?

Anybody can call an application anything. Nobody can make the page say something else than it
seems to: by characters that are not seen or turn the text around, or by letters of another
alphabet that look the same (Unicode UTS #39 §5.1 and §5.4).
"""

import unicodedata
from collections.abc import Iterator
from enum import StrEnum

MOST_MARKS = 5  # above one another; Burmese needs four
FEWEST_LETTERS = 3  # of a word that imitates another; Russian has words of one letter
EMOJI_STYLE = dict.fromkeys((0xFE0E, 0xFE0F))  # as phones write them: “☕” in colour or not
BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800")
VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
ALIKE_SCRIPTS = frozenset({"ARMENIAN", "CHEROKEE", "COPTIC", "CYRILLIC", "GREEK", "LATIN", "LISU"})
LIKE_LATIN = frozenset(
    "аеорсухіјѕһԁԛԝӏАВЕЅІЈКМНОРСТУХ"  # noqa: RUF001 — Cyrillic
    "ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"  # noqa: RUF001 — Greek
)


class Flaw(StrEnum):
    """Why a name is refused."""

    EMPTY = "empty"
    UNSEEN = "unseen"
    STACKED = "stacked"
    MIXED_SCRIPTS = "mixed_scripts"
    NOT_NORMALISED = "not_normalised"


def normalised(name: str) -> str:
    """The name in one way of writing it: NFKC, and emoji without their style."""
    return unicodedata.normalize("NFKC", name.translate(EMOJI_STYLE))


def flaws(name: str) -> list[Flaw]:
    """What is wrong with a name; empty for one that may be shown to users."""
    plain = normalised(name)
    found = list(_flaws_of_normalised(plain))
    return found or ([] if plain == name else [Flaw.NOT_NORMALISED])


def _flaws_of_normalised(name: str) -> Iterator[Flaw]:
    if not name.strip():
        yield Flaw.EMPTY
    if any(map(_is_unseen, name)):
        yield Flaw.UNSEEN
    if _has_stacked_marks(name):
        yield Flaw.STACKED
    if _mixes_scripts(name.split()):
        yield Flaw.MIXED_SCRIPTS


def _is_unseen(character: str) -> bool:
    """A control, a format character (bidi, zero width), an unassigned one, or a blank letter?"""
    category = unicodedata.category(character)
    is_blank = category.startswith("Z") and character != " "
    is_selector = any(ord(character) in selectors for selectors in VARIATION_SELECTORS)
    return category.startswith("C") or is_blank or is_selector or character in BLANK_LETTERS


def _has_stacked_marks(name: str) -> bool:
    marks = "".join("m" if unicodedata.category(c) in {"Mn", "Me"} else " " for c in name)
    return "m" * (MOST_MARKS + 1) in marks


def _mixes_scripts(words: list[str]) -> bool:
    """Is a word of several alphabets, or does one among Latin words only look Latin?"""
    scripts = [set(map(_script, word)) & ALIKE_SCRIPTS for word in words]
    if any(len(found) > 1 for found in scripts):
        return True
    return {"LATIN"} in scripts and any(map(_looks_latin, words))


def _looks_latin(word: str) -> bool:
    letters = {character for character in word if character.isalpha()}
    return len(word) >= FEWEST_LETTERS and bool(letters) and letters <= LIKE_LATIN


def _script(character: str) -> str:
    """The script of a letter, which is how Unicode begins its name."""
    return unicodedata.name(character, "").partition(" ")[0]
