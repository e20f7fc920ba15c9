"""Every catalogue says everything, in the same shape, and is compiled as it stands."""

import gettext
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PACKAGES = ["oauth_provider", "example_project/microblog"]
LANGUAGES = ["ar", "de", "es", "fr", "ja"]
TAG = re.compile(r"</?[a-z]+")
NUMBERS = {"ar": 6, "de": 2, "es": 3, "fr": 2, "ja": 1}  # plural forms, as Django's own catalogues

every_catalogue = pytest.mark.parametrize(
    "path",
    [
        ROOT / package / "locale" / language / "LC_MESSAGES" / "django.po"
        for package in PACKAGES
        for language in LANGUAGES
    ],
    ids=lambda path: f"{path.parts[-5]}-{path.parts[-3]}",
)


def catalogue(path):
    """What translators wrote, with the language that its folder says."""
    return read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3])


def source(message):
    """What is translated: the context it stands in, and the one or two texts."""
    texts = message.id if isinstance(message.id, tuple) else (message.id,)
    return (message.context, texts)


def translations(message):
    """Each form of a translation."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def messages(path):
    """All but the header."""
    return [message for message in catalogue(path) if message.id]


@every_catalogue
def test_everything_is_translated_and_nothing_is_a_guess(path):
    lacking = [message.id for message in messages(path) if not all(translations(message))]
    assert lacking == []
    assert [message.id for message in messages(path) if message.fuzzy] == []
    assert not catalogue(path).obsolete


@every_catalogue
def test_no_placeholder_and_no_tag_is_lost(path):
    for message in messages(path):
        assert not list(message.check(catalogue(path))), message.id
        *_, text = source(message)[1]
        for translated in translations(message):
            assert sorted(TAG.findall(translated)) == sorted(TAG.findall(text)), message.id
            assert named(translated) <= named(text), message.id


def named(text):
    """The values that are put into a text."""
    return set(re.findall(r"%\(\w+\)[sd]", text))


@every_catalogue
def test_each_plural_has_the_forms_of_its_language(path):
    forms = {len(message.string) for message in messages(path) if isinstance(message.id, tuple)}
    assert forms <= {NUMBERS[path.parts[-3]]}


@every_catalogue
def test_what_is_compiled_is_what_was_written(path):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(path))
    compiled.seek(0)
    expected = gettext.GNUTranslations(compiled)._catalog
    with path.with_suffix(".mo").open("rb") as shipped:
        found = gettext.GNUTranslations(shipped)._catalog
    expected.pop("", None), found.pop("", None)
    assert found == expected


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.skipif(shutil.which("xgettext") is None, reason="Needs gettext: CI has it.")
def test_no_text_of_the_code_is_missing_or_left_over(package, tmp_path):
    copy = tmp_path / package
    shutil.copytree(ROOT / package, copy, ignore=shutil.ignore_patterns("locale", "__pycache__"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale=de", "--no-location"]
    plain = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    subprocess.run(command, cwd=copy, env=plain, check=True, capture_output=True)
    extracted = {source(m) for m in messages(copy / "locale/de/LC_MESSAGES/django.po")}
    for language in LANGUAGES:
        path = ROOT / package / "locale" / language / "LC_MESSAGES" / "django.po"
        assert {source(message) for message in messages(path)} == extracted
